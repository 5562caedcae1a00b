# The data sets of the model-matrix fixtures: a few rows of each, as a CSV file holds them. A factor is a column of text
# whose levels, where their order is not that of sorting, or their labels are numbers, are said beside it.

levels_of <- list()
ordered_of <- list()
data_sets <- list()
new_rows <- list()

# Keeps `data` under `name`. A factor becomes text; `levels` and `ordered` say the order of the levels of a column.
data_set <- function(name, data, levels = list(), ordered = list(), new = NULL) {
  as_text <- function(frame) {
    for (column in names(frame)) if (is.factor(frame[[column]])) frame[[column]] <- as.character(frame[[column]])
    rownames(frame) <- NULL
    as.data.frame(frame)
  }
  data_sets[[name]] <<- as_text(data)
  levels_of[[name]] <<- levels
  ordered_of[[name]] <<- ordered
  if (!is.null(new)) new_rows[[name]] <<- as_text(new)
}

data_set("iris", iris[c(1:12, 51:64, 101:110), ],
  new = data.frame(
    Species = c("virginica", "setosa", "setosa", NA, "virginica", "setosa", "setosa", "virginica"),
    Sepal.Width = c(3.5, 2, 4.9, 3, NA, 3.1, 2.8, 2.3),
    Petal.Length = c(1.4, 0.7, 4.4, 5, 6, 8.25, 3, 5.5),
    Petal.Width = c(0.2, 0.05, 1.3, 2, 2.5, 3.5, 1, 1.8)))

data_set("mtcars", datasets::mtcars,
  new = data.frame(
    hp = c(110, 52, 335, 30, 400, NA, 150.5, 97),
    cyl = c(6, 4, 4, 6, 4, 6, NA, 4),
    disp = c(160, 71.1, 472, 50, 500, 120.1, 200, 300),
    wt = c(2.62, 1.513, 5.424, 1, 6, 3, 3.25, NA),
    qsec = c(16.46, 14.5, 22.9, 13, 25, 18, 17.02, 19),
    drat = c(3.9, 2.76, 4.93, 2, 5.5, 3.08, 3.5, 4),
    gear = c(4, 3, 4, 4, 3, 3, 4, 3), carb = c(1, 2, 4, 1, 2, 4, 1, 2), am = c(1, 0, 0, 1, 1, 0, 1, 0),
    vs = c(0, 1, 1, 0, 0, 0, 1, 1)))

data_set("warpbreaks", datasets::warpbreaks[c(1:5, 10:14, 19:23, 28:32, 37:41, 46:50), ],
  levels = list(tension = c("L", "M", "H")),
  new = data.frame(tension = c("H", "L", "H", "H", NA, "L", "L", "H"), wool = c("B", "B", "B", "B", "B", NA, "B", "B")))

data_set("tooth", datasets::ToothGrowth[c(1:5, 11:15, 21:25, 31:35, 41:45, 51:55), ],
  new = data.frame(supp = c("VC", "VC", "OJ", "VC", "OJ", "VC", "OJ", NA), dose = c(0.5, 2, 2, 0.5, 0.5, NA, 2, 1)))

age_groups <- c("25-34", "35-44", "45-54", "55-64", "65-74", "75+")
alcohol <- c("0-39g/day", "40-79", "80-119", "120+")
tobacco <- c("0-9g/day", "10-19", "20-29", "30+")
data_set("esoph", datasets::esoph[seq(1, 88, by = 2), ],
  ordered = list(agegp = age_groups, alcgp = alcohol, tobgp = tobacco),
  new = data.frame(
    agegp = c("75+", "25-34", "45-54", "45-54", NA, "65-74", "35-44", "55-64"),
    alcgp = c("0-39g/day", "80-119", "0-39g/day", "0-39g/day", "80-119", "80-119", "0-39g/day", "0-39g/day"),
    tobgp = c("30+", "10-19", "10-19", NA, "30+", "30+", "10-19", "10-19")))

data_set("airquality", datasets::airquality[c(1:14, 40:48, 62:72, 93:104), ],
  new = data.frame(
    Wind = c(7.4, 1, 25, 11.5, NA, 9.7, 8, 10), Temp = c(67, 50, 110, 72, 81, NA, 90, 61),
    Solar.R = c(190, NA, 5, 400, 99, 200, 313, 150), Month = c(8, 5, 8, 5, 7, 5, 8, 5), Day = c(1, 40, 12, 3, 30, 9, 2, 17)))

data_set("birthwt", MASS::birthwt[c(1:25, 140:164), ],
  new = data.frame(
    age = c(19, 14, 45, 50, 12, 28, NA, 33), lwt = c(182, 80, 250, 60, 400, 120, 130, NA),
    race = c(2, 3, 3, 2, 3, 2, 3, 2), smoke = c(0, 0, 1, 0, 0, 1, 0, 0), ptl = c(0, 0, 0, 0, 0, 0, 0, 0),
    ht = c(0, 1, 0, 0, 0, 0, 0, 0), ui = c(1, 0, 0, 1, 1, 0, 0, 0), ftv = c(0, 3, 1, 2, 0, 2, 1, 0)))

data_set("co2", as.data.frame(datasets::CO2)[seq(1, 84, by = 2), ],
  levels = list(Treatment = c("nonchilled", "chilled")),
  ordered = list(Plant = c("Qn1", "Qn2", "Qn3", "Qc1", "Qc3", "Qc2", "Mn3", "Mn2", "Mn1", "Mc2", "Mc3", "Mc1")),
  new = data.frame(
    conc = c(95, 1000, 20, 1500, 350, NA, 500.5, 175), Type = "Quebec",
    Treatment = c("chilled", "nonchilled", "chilled", "chilled", NA, "chilled", "nonchilled", "chilled"),
    Plant = c("Qc2", "Qn1", "Qc1", "Qc3", "Qc2", "Qn3", NA, "Qn2")))

data_set("npk", datasets::npk, levels = list(block = as.character(1:6), N = c("0", "1"), P = c("0", "1"), K = c("1", "0")))

data_set("sprays", datasets::InsectSprays[c(1:6, 13:18, 25:30, 37:42, 49:54), ],
  levels = list(spray = c("F", "E", "D", "G", "C", "B", "A")))

data_set("quine", MASS::quine[seq(1, 146, by = 3), ])

data_set("chicks", datasets::chickwts[seq(1, 71, by = 2), ])

data_set("insurance", as.data.frame(MASS::Insurance)[-seq(1, 64, by = 3), ],
  levels = list(District = as.character(1:4)),
  ordered = list(Group = c("<1l", "1-1.5l", "1.5-2l", ">2l"), Age = c("<25", "25-29", "30-35", ">35")),
  new = data.frame(
    District = c(4, 1, 4, 2, NA, 1, 2, 4), Group = c(">2l", "<1l", ">2l", "<1l", ">2l", "<1l", ">2l", "<1l"),
    Age = c("<25", ">35", "<25", "<25", ">35", ">35", "<25", "<25"), Holders = c(10, 20, 30.5, 0.25, 60, 70, NA, 4000)))

data_set("cars", datasets::cars,
  new = data.frame(speed = c(4, 25, 3, 30, 15, NA, 12.25, 0)))

# Names that need backquotes, labels that need quotes, logical columns, missing cells, unused levels.
n <- 36
set.seed(8)
odd <- data.frame(check.names = FALSE,
  y = round(rnorm(n), 3),
  `body mass` = round(exp(rnorm(n)), 2),
  `2nd` = round(runif(n, -5, 5), 3),
  `if` = rep(c("no, never", "yes", "a:b"), length.out = n),
  `a-b` = round(rexp(n) * 1e6),
  .x = rep(c(0.1, 0.2, 0.3, 0.7), 9),
  flag = rep(c(TRUE, FALSE, TRUE, TRUE, FALSE), length.out = n),
  dose_mg = rep(c("low", "mid", "high", "mid"), each = 9),
  site = rep(c("s[1]", "s 2", "3", "4"), length.out = n),
  year = 2000 + rep(0:5, 6),
  successes = rpois(n, 3), trials = 12)
odd$`body mass`[5] <- NA
odd$flag[c(9, 20)] <- NA
odd$dose_mg[30] <- NA
odd$year[36] <- NA
names(odd)[5] <- "gr\u00f6\u00dfe"
data_set("odd", odd, levels = list(dose_mg = c("low", "mid", "high", "extreme"), site = c("s 2", "s[1]", "4", "3")),
  new = data.frame(check.names = FALSE,
    year = c(2000, 2003, 2001, 2003, 2000, 2002, NA, 2002), flag = c(TRUE, TRUE, NA, TRUE, TRUE, TRUE, TRUE, TRUE),
    `if` = c("yes", "a:b", "yes", "yes", "a:b", "yes", "a:b", "yes"),
    `body mass` = c(0.5, 2, 1, NA, 10, 100, 3, 1.5), `2nd` = c(-5, 6, 0, 1, -9.5, 2, 3, 4),
    .x = c(0.1, 0.7, 0.3, 0.2, 0.4, -1, 2, 0.1), dose_mg = c("mid", "low", "mid", "mid", "low", "low", "mid", "mid"),
    site = c("3", "s 2", "4", "s 2", "s[1]", "3", "3", "4"), successes = 1, trials = 5))
