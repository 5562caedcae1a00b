# Random formulas over four factors and two numbers, for the algebra of terms and the coding of factors in them.

invisible(suppressWarnings(RNGversion("4.2.0")))
set.seed(20)
algebra_data <- cbind(
  expand.grid(a = c("a1", "a2"), b = c("b1", "b2", "b3"), c = c("c1", "c2"), d = c("d1", "d2"), stringsAsFactors = FALSE),
  x = round(runif(24, 1, 9), 2), z = round(rnorm(24), 2), y = 1:24)
data_set("algebra", algebra_data)

pick <- function(values, weights = rep(1, length(values))) sample(values, 1, prob = weights)

# A part of a formula, of at most `depth` levels of operators.
part <- function(depth) {
  if (depth == 0 || runif(1) < 0.25) return(pick(c("a", "b", "c", "d", "x", "z", "log(x)", "I(z^2)"), c(5, 5, 4, 2, 4, 2, 1, 1)))
  operation <- pick(c("+", ":", "*", "/", "%in%", "-", "^"), c(6, 5, 5, 2, 2, 3, 1))
  left <- part(depth - 1)
  if (operation == "^") return(paste0("(", left, pick(c(" + ", " - ", "*", ":"), c(8, 1, 1, 1)), part(depth - 1), ")^", pick(2:3)))
  right <- if (operation == "-" && runif(1) < 0.2) "1" else part(depth - 1)
  text <- if (operation %in% c(":", "/")) paste0(left, operation, right)
  else if (operation == "*") paste0(left, "*", right)
  else paste(left, operation, right)
  if (runif(1) < 0.5) paste0("(", text, ")") else text
}

random_formula <- function() {
  start <- pick(c("", "0 + ", "-1 + ", "1 + "), c(12, 2, 1, 1))
  end <- pick(c("", " - 1", " + 0", " - a", " - x:a", " + ."), c(14, 2, 1, 1, 1, 1))
  paste0("y ~ ", start, part(3), end)
}

# Whether 0 and 1 stand only in sums: what R makes of them in products is an accident.
has_plain_constants <- function(expression, in_sum = TRUE) {
  if (is.numeric(expression)) return(in_sum)
  if (!is.call(expression)) return(TRUE)
  operation <- as.character(expression[[1]])
  if (operation %in% c("I", "log")) return(TRUE)
  operands <- as.list(expression)[if (operation == "^") 2 else -1]
  all(vapply(operands, has_plain_constants, NA, in_sum && operation %in% c("~", "+", "-", "(")))
}

variable_count <- function(text) length(all.names(as.formula(text), functions = FALSE)) - 1

# The formulas that R understands, each once, of at most 40 columns.
algebra_cases <- list()
while (length(algebra_cases) < 300) {
  text <- random_formula()
  columns <- tryCatch({
    frame <- model.frame(as.formula(text), algebra_data)
    ncol(model.matrix(attr(frame, "terms"), frame))
  }, error = function(e) 0)
  if (columns %in% 2:40 && variable_count(text) > 2 && has_plain_constants(as.formula(text))) {
    algebra_cases[[text]] <- list(data = "algebra", formula = text, options = list())
  }
}
algebra_cases <- unname(algebra_cases)
