# JSON for what model_matrix.R says: a list with names is an object, other lists and vectors are arrays, a vector of one
# value marked by `one` is that value.

one <- function(value) structure(list(value), class = "one")
object <- function(list) structure(list(as.list(list)), class = "object")

# A custom coding, as the fixtures write it.
coding_object <- function(coding) object(c(list(matrix = lapply(coding$matrix, identity)),
  if (!is.null(coding$labels)) list(labels = coding$labels)))

quoted <- function(text) {
  text <- gsub("\\", "\\\\", text, fixed = TRUE)
  paste0("\"", gsub("\"", "\\\"", text, fixed = TRUE), "\"")
}

atoms <- function(value) {
  text <- if (is.character(value)) quoted(value)
  else if (is.logical(value)) ifelse(value, "true", "false")
  else sprintf("%.17g", value)
  text[is.na(value)] <- "null"
  text
}

json <- function(value) {
  if (is.null(value)) return("null")
  if (inherits(value, "one")) return(if (is.list(value[[1]])) json(value[[1]]) else atoms(value[[1]]))
  is_object <- inherits(value, "object")
  if (is_object) value <- value[[1]]
  if (is_object || (is.list(value) && !is.null(names(value)))) {
    members <- vapply(names(value), function(name) paste0(quoted(name), ":", json(value[[name]])), "")
    return(paste0("{", paste(members, collapse = ","), "}"))
  }
  items <- if (is.list(value)) vapply(value, json, "") else atoms(value)
  paste0("[", paste(items, collapse = ","), "]")
}

# An expression as a tree of arrays: a number, a name, a text, or a function with its arguments and their names.
tree <- function(expression) {
  if (is.call(expression)) {
    arguments <- as.list(expression)[-1]
    labels <- names(arguments)
    if (is.null(labels)) labels <- rep("", length(arguments))
    return(list(kind = one("call"), name = one(deparse1(expression[[1]], backtick = FALSE)), labels = labels,
      arguments = unname(lapply(arguments, tree))))
  }
  if (is.name(expression)) return(list(kind = one("name"), name = one(as.character(expression))))
  if (is.character(expression)) return(list(kind = one("text"), text = one(expression)))
  if (is.logical(expression)) return(list(kind = one("logical"), value = one(expression)))
  list(kind = one("number"), value = one(expression))
}
