# Formulas whose columns for new rows depend on what was learned from the training rows.
#
# `forgets = TRUE`: R itself evaluates a part of the formula anew on the new rows (a function of a column within
# arithmetic, a number of classes of equal width). The right columns are then known from the exact values alone.

prediction_cases <- list()
predict_case <- function(data, formula, ..., forgets = FALSE) {
  prediction_cases[[length(prediction_cases) + 1]] <<-
    list(data = data, formula = formula, options = list(...), forgets = forgets)
}

predict_case("iris", "Sepal.Length ~ poly(Petal.Length, 3)*Species")
predict_case("iris", "Sepal.Length ~ Species:ns(Petal.Width, 3) + Sepal.Width")
predict_case("iris", "Sepal.Length ~ bs(Petal.Length, df = 5) + relevel(Species, \"virginica\")")
predict_case("iris", "Sepal.Length ~ I(scale(Petal.Length)^2):Species", contrasts = list(Species = "sum"), forgets = TRUE)
predict_case("iris", "Sepal.Length ~ poly(log(Petal.Length), 2) + I(Species == \"setosa\")")
predict_case("iris", "Sepal.Length ~ . + offset(Petal.Width/2)")

predict_case("mtcars", "mpg ~ poly(hp, 2) + poly(wt, 2, raw = TRUE)")
predict_case("mtcars", "mpg ~ bs(wt, knots = c(2.5, 3.5), degree = 2) + ns(hp, knots = 150)")
predict_case("mtcars", "mpg ~ ns(disp, df = 2, Boundary.knots = c(100, 400)):factor(am)")
predict_case("mtcars", "mpg ~ bs(disp, df = 4, intercept = TRUE) - 1 + scale(qsec)")
predict_case("mtcars", "mpg ~ bs(drat, degree = 1, df = 3)")
predict_case("mtcars", "mpg ~ scale(hp, scale = FALSE) + scale(wt, center = FALSE)")
predict_case("mtcars", "mpg ~ center(wt)*scale(log(hp)) + offset(center(qsec))", forgets = TRUE)
predict_case("mtcars", "mpg ~ factor(cyl)*wt + I(hp > 120)")
predict_case("mtcars", "mpg ~ ordered(gear) + relevel(factor(cyl), \"8\")", forgets = TRUE)
predict_case("mtcars", "mpg ~ cut(hp, 3)", forgets = TRUE)
predict_case("mtcars", "mpg ~ cut(wt, c(1, 3, 6)):poly(disp, 2)")
predict_case("mtcars", "mpg ~ cut(qsec, 4, labels = c(\"a\", \"b\", \"c\", \"d\"))*drat", forgets = TRUE)
predict_case("mtcars", "mpg ~ I(log(scale(hp, center = FALSE)) + wt)", forgets = TRUE)

predict_case("warpbreaks", "breaks ~ wool*tension")
predict_case("warpbreaks", "breaks ~ 0 + wool:tension", contrasts = list(tension = "difference"))
predict_case("warpbreaks", "breaks ~ wool + tension", contrasts = list(wool = "sum", tension = "helmert"))
predict_case("warpbreaks", "breaks ~ tension/wool", ordered = list(tension = c("L", "M", "H")))
predict_case("warpbreaks", "breaks ~ ordered(tension, levels = c(\"H\", \"M\", \"L\")) + (wool == \"A\")")
predict_case("warpbreaks", "breaks ~ tension",
  contrasts = list(tension = list(matrix = list(c(-1, 0.25), c(0, -0.5), c(1, 0.25)), labels = c("slope", "bend"))))

predict_case("tooth", "len ~ supp*factor(dose)")
predict_case("tooth", "len ~ ordered(dose):supp")
predict_case("tooth", "len ~ dose*supp", levels = list(dose = c("2", "1", "0.5")), contrasts = list(dose = "helmert"))

predict_case("esoph", "cbind(ncases, ncontrols) ~ agegp + alcgp:tobgp")
predict_case("esoph", "cbind(ncases, ncontrols) ~ agegp*tobgp", contrasts = list(tobgp = "treatment:30+"))

predict_case("airquality", "Ozone ~ Solar.R + poly(Wind, 2)*factor(Month)")
predict_case("airquality", "Ozone ~ ns(Temp, 3) + scale(Solar.R)")
predict_case("airquality", "Ozone ~ . - Day")

predict_case("birthwt", "low ~ factor(race)*bs(lwt, df = 4) + ns(age, 2)")
predict_case("birthwt", "low ~ race:smoke + poly(age, 2)", levels = list(race = c("3", "1", "2"), smoke = c("0", "1")))

predict_case("co2", "uptake ~ Plant + poly(conc, 3)")
predict_case("co2", "uptake ~ Treatment*ns(log(conc), 2) + Type")
predict_case("co2", "uptake ~ conc:Plant", contrasts = list(Plant = "treatment:Qc3"))

predict_case("insurance", "Claims ~ District*Group + Age + offset(log(Holders))")
predict_case("cars", "dist ~ bs(speed, df = 5)")
predict_case("cars", "dist ~ ns(speed, df = 5)")
predict_case("cars", "dist ~ poly(speed, 5)")

predict_case("odd", "y ~ factor(year)")
predict_case("odd", "y ~ poly(`2nd`, 2)*flag + `if`")
predict_case("odd", "y ~ site*bs(`2nd`, df = 4)", contrasts = list(site = "sum"))
predict_case("odd", "cbind(successes, trials - successes) ~ dose_mg + scale(log(`body mass`)) + offset(.x)",
  ordered = list(dose_mg = c("low", "mid", "high", "extreme")))

predict_case("mtcars", "mpg ~ I(wt - mean(wt)) + I((hp - min(hp))/(max(hp) - min(hp))) + I(disp > median(disp))", forgets = TRUE)
predict_case("mtcars", "mpg ~ cut(hp, quantile(hp, c(0, 0.5, 1)), include.lowest = TRUE)", forgets = TRUE)
predict_case("mtcars", "mpg ~ bs(wt, knots = quantile(wt, c(0.25, 0.75)))*C(factor(cyl), contr.sum)", forgets = TRUE)
predict_case("mtcars", "mpg ~ factor(cyl, labels = c(\"four\", \"six\", \"eight\")) + scale(hp, center = 100, scale = 50)", forgets = TRUE)
predict_case("mtcars", "mpg ~ poly(wt, 8) + poly(hp, 6)")
predict_case("warpbreaks", "breaks ~ C(tension, contr.helmert)*wool", forgets = TRUE)
predict_case("esoph", "cbind(ncases, ncontrols) ~ as.numeric(agegp)")
predict_case("cars", "dist ~ bs(speed, Boundary.knots = c(10, 20), df = 6)")
predict_case("cars", "dist ~ ns(speed, knots = c(5, 10, 15, 20))*scale(speed)")
