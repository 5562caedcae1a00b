# What R makes of each formula, for model_matrix.py, which runs this:
#
#   Rscript Tests/Fixtures/model_matrix.R > structure.json
#
# Written are, in JSON with 17 digits, the data, and of each case: the names of the columns, their values, the rows, the
# offset, and what the columns are made of (the terms with their codings, the variables as trees, levels, knots).

suppressPackageStartupMessages({ library(MASS); library(splines) })
invisible(Sys.setlocale("LC_COLLATE", "C"))
invisible(Sys.setlocale("LC_CTYPE", "C.UTF-8"))
center <- function(x) x - mean(x)

arguments <- commandArgs(trailingOnly = FALSE)
here <- dirname(sub("--file=", "", grep("--file=", arguments, value = TRUE)[1]))
for (part in c("json", "data", "cases", "prediction_cases", "algebra")) {
  source(file.path(here, "model_matrix", paste0(part, ".R")), encoding = "UTF-8")
}

# The data with the columns that `levels` and `ordered` name, and every column of text, as factors.
with_factors <- function(data, levels, ordered) {
  for (column in names(data)) {
    given <- c(levels[[column]], ordered[[column]])
    values <- data[[column]]
    if (!is.null(given)) data[[column]] <- factor(as.character(values), given, ordered = !is.null(ordered[[column]]))
    else if (is.character(values)) data[[column]] <- factor(values, sort(unique(values), method = "radix"))
  }
  data
}

# A coding as R takes it, for a factor of these levels.
contrast_argument <- function(coding, levels) {
  if (is.list(coding)) {
    matrix <- do.call(rbind, coding$matrix)
    dimnames(matrix) <- list(levels, coding$labels)
    return(matrix)
  }
  base <- sub("^treatment:", "", coding)
  if (base != coding) return(contr.treatment(levels, base = match(base, levels)))
  switch(coding, sum = "contr.sum", helmert = "contr.helmert", polynomial = "contr.poly",
    difference = "contr.sdif", treatment = "contr.treatment")
}

# The terms as they are coded: 0 not in the term, 1 by contrasts, 2 by indicators. Without an intercept, the first factor
# of the first term that has one is by indicators.
codings <- function(terms, is_factor) {
  factors <- attr(terms, "factors")
  if (length(factors) == 0) return(list())
  if (attr(terms, "intercept") == 0) {
    for (j in seq_len(ncol(factors))) {
      first <- which(factors[, j] > 0 & is_factor[rownames(factors)])
      if (length(first) > 0) {
        factors[first[1], j] <- 2L
        break
      }
    }
  }
  lapply(seq_len(ncol(factors)), function(j) unname(factors[, j]))
}

# The names of the variables as the columns have them.
names_of <- function(terms, expressions) {
  if (length(attr(terms, "factors")) > 0) return(rownames(attr(terms, "factors")))
  vapply(expressions, deparse1, "", backtick = TRUE, width.cutoff = 500)
}

describe <- function(expression, value, name) {
  knots <- if (inherits(value, "basis")) {
    list(knots = as.numeric(attr(value, "knots")), boundary = as.numeric(attr(value, "Boundary.knots")),
      degree = one(as.numeric(attr(value, "degree"))), intercept = one(isTRUE(attr(value, "intercept"))))
  }
  c(list(name = one(name), tree = tree(expression)), knots,
    if (is.factor(value)) list(levels = levels(value), ordered = one(is.ordered(value))))
}

columns_of <- function(matrix) {
  if (is.null(matrix)) return(NULL)
  lapply(seq_len(ncol(matrix)), function(j) as.numeric(matrix[, j]))
}

# The response as numbers, column by column; of a factor, the codes of its levels counting from 0.
response_of <- function(frame) {
  response <- model.response(frame)
  if (is.logical(response)) response <- factor(response, c(FALSE, TRUE))
  if (is.factor(response)) response <- as.integer(response) - 1
  columns_of(as.matrix(response))
}

# The offset of the rows, or NULL.
offset_of <- function(frame) {
  offset <- model.offset(frame)
  if (is.null(offset)) NULL else as.numeric(offset)
}

run <- function(case) {
  data <- data_sets[[case$data]]
  formula <- as.formula(case$formula, env = globalenv())
  option <- function(name, default) if (is.null(case$options[[name]])) default else case$options[[name]]
  used <- intersect(all.vars(terms(formula, data = data)), names(data))
  levels <- option("levels", levels_of[[case$data]])
  ordered <- option("ordered", ordered_of[[case$data]])
  levels <- levels[setdiff(intersect(names(levels), used), names(ordered))]
  ordered <- ordered[intersect(names(ordered), used)]
  contrasts <- option("contrasts", list())
  table <- with_factors(data, levels, ordered)
  rownames(table) <- NULL
  frame <- model.frame(formula, table, drop.unused.levels = TRUE, na.action = na.omit)
  terms <- attr(frame, "terms")
  arguments <- lapply(names(contrasts), function(column) contrast_argument(contrasts[[column]], base::levels(frame[[column]])))
  names(arguments) <- names(contrasts)
  matrix <- model.matrix(terms, frame, contrasts.arg = if (length(arguments) > 0) arguments)
  expressions <- as.list(attr(terms, "variables"))[-1]
  is_factor <- vapply(frame, function(value) is.factor(value) || is.logical(value), NA)
  names(is_factor) <- rownames(attr(terms, "factors"))[seq_along(is_factor)]
  result <- list(
    data = one(case$data), formula = one(case$formula),
    levels = object(levels), ordered = object(ordered),
    contrasts = object(lapply(contrasts, function(coding) if (is.list(coding)) coding_object(coding) else one(coding))),
    names = colnames(matrix), assign = attr(matrix, "assign"), rows = as.numeric(rownames(matrix)) - 1,
    values = columns_of(matrix), offset = offset_of(frame), answers = response_of(frame), intercept = one(attr(terms, "intercept") == 1),
    response = one(attr(terms, "response") - 1), offsets = as.numeric(attr(terms, "offset")) - 1,
    terms = codings(terms, is_factor),
    variables = unname(Map(describe, expressions, as.list(frame), names_of(terms, expressions))))
  if (!is.null(case$forgets)) {
    result <- c(result, predicted(case, terms, frame, matrix, levels, ordered))
  }
  result
}

# The matrix for the new rows, where R has one.
predicted <- function(case, terms, frame, matrix, levels, ordered) {
  without <- delete.response(terms)
  data <- data_sets[[case$data]]
  new <- new_rows[[case$data]]
  for (column in names(new)) {
    known <- c(levels[[column]], ordered[[column]])
    if (is.null(known) && is.character(data[[column]])) known <- sort(unique(data[[column]]), method = "radix")
    if (!is.null(known)) new[[column]] <- factor(as.character(new[[column]]), known, ordered = !is.null(ordered[[column]]))
  }
  rownames(new) <- NULL
  forgets <- list(forgets = one(case$forgets))
  if (case$forgets) return(forgets)
  kept <- model.frame(without, new, xlev = .getXlevels(terms, frame), na.action = na.omit)
  again <- model.matrix(without, kept, contrasts.arg = attr(matrix, "contrasts"))
  c(forgets, list(newRows = as.numeric(rownames(again)) - 1, newNames = colnames(again), newValues = columns_of(again),
    newOffset = offset_of(kept)))
}

told <- function(case) tryCatch(run(case), error = function(e) stop(case$data, ": ", case$formula, ": ", conditionMessage(e)))

everything <- list(
  data = object(lapply(data_sets, object)), new = object(lapply(new_rows, object)),
  cases = lapply(cases, told), predictions = lapply(prediction_cases, told),
  algebra = lapply(algebra_cases, told))
cat(enc2utf8(json(everything)), "\n", sep = "")
