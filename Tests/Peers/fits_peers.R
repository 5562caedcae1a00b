# glm.fit, parglm and fastglm for fits.py; the protocol is that of fits_peers.py:
#   Rscript fits_peers.R PEER WORKLOAD FOLDER FAMILY LINK
arguments <- commandArgs(trailingOnly = TRUE)
peer <- arguments[1]

load_array <- function(path, columns) {
  file <- file(path, "rb")
  on.exit(close(file))
  head <- readBin(file, "raw", 10)
  readBin(file, "raw", as.integer(head[9]) + 256L * as.integer(head[10]))
  matrix(readBin(file, "double", file.size(path) / 8), ncol = columns)
}

say <- function(text) { cat(text, "\n", sep = ""); flush(stdout()) }

y <- load_array(paste0(arguments[3], "/", arguments[2], "_y.npy"), 1)[, 1]
x <- load_array(paste0(arguments[3], "/", arguments[2], "_F.npy"), as.integer(arguments[6]))
x <- cbind(1, x)
family <- switch(arguments[4], bernoulli = binomial, poisson = poisson, gamma = Gamma, gaussian = gaussian)(link = arguments[5])
has_errors <- peer != "glm.fit"
fit <- switch(peer,
  glm.fit = function() glm.fit(x, y, family = family, control = list(epsilon = 1e-10))$coefficients,
  parglm = {
    suppressMessages(library(parglm))
    control <- parglm.control(epsilon = 1e-10, nthreads = 2L, method = "FAST")
    function() parglm.fit(x, y, family = family, control = control)$coefficients
  },
  fastglm = {
    suppressMessages(library(fastglm))
    function() fastglm(x, y, family = family, method = 2L, tol = 1e-10)$coefficients
  })
b <- fit()
say('{"ready": true}')
input <- file("stdin", "r")
while (length(readLines(input, n = 1)) > 0) {
  begin <- proc.time()[["elapsed"]]
  # The clock of R counts milliseconds.
  b <- fit()
  say(sprintf('{"seconds": %.6f}', proc.time()[["elapsed"]] - begin))
}
say(sprintf('{"coefficients": [%s], "errors": %s, "peak": null, "count": 1}',
  paste(sprintf("%.17g", b), collapse = ", "), if (has_errors) "true" else "false"))
