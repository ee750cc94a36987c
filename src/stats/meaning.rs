//! What each figure means, in one line: shown beside it, so that nobody has to guess.

/// [`super::Figures::answers`]
pub const ANSWERS: &str = "Every answer given, those of relearning and cramming included.";
/// [`super::Activity::days`]
pub const DAYS: &str = "Days on which you answered at least one question.";
/// [`super::Activity::streak_days`]
pub const STREAK: &str = "Days in a row up to today, or up to yesterday as long as today is still open.";
/// [`super::Figures::seconds`]
pub const TIME: &str = "Time from each question to its answer, added up; pauses are not in it.";
/// [`super::Figures::right`]
pub const RIGHT: &str =
    "First answers of a day that were not forgotten (right, near, or overruled so), with a 95 % interval.";
/// [`super::Figures::retention`]
pub const RETENTION: &str =
    "Of questions last answered on an earlier day, the share recalled at the first answer of the day.";
/// [`super::Retention::predicted`]
pub const PREDICTED: &str =
    "What the memory model of today makes of the same answers; far apart, it needs fitting.";
/// [`super::Figures::due_today`]
pub const DUE_TODAY: &str = "Questions due today or before and not answered since, or last answered wrong.";
/// [`super::Figures::due_next`]
pub const DUE_NEXT: &str =
    "Questions that fall due on each of the next 14 days if nothing is answered before.";
/// [`super::Figures::new`]
pub const NEW: &str = "Questions never answered.";
/// [`super::Figures::young`]
pub const YOUNG: &str = "Questions whose next interval is shorter than 21 days.";
/// [`super::Figures::mature`]
pub const MATURE: &str = "Questions whose next interval is 21 days or longer.";
/// [`super::Figures::suspended`]
pub const SUSPENDED: &str = "Questions set aside; they are in no other count of questions.";
/// [`super::Figures::leeches`]
pub const LEECHES: &str = "Questions forgotten 8 times or more: reword, split or suspend them.";
/// [`super::Topic::retrievability`]
pub const RETRIEVABILITY: &str =
    "Mean chance of recall today over the questions of the topic answered so far.";
/// [`super::hours::Hours::hours`]
pub const HOURS: &str =
    "First answers of a day that were not forgotten, by the hour on your clock, and all answers and minutes.";
/// [`super::calendar::Year`]
pub const YEAR: &str = "Each week a column, Monday on top; the more answers on a day, the stronger its mark.";
/// [`super::calendar::due`]
pub const DUE: &str =
    "Questions that fall due on each day if nothing is answered before; those overdue are due today.";
/// [`super::recall::Recall`]
pub const RETENTION_KINDS: &str = "Share recalled at the first answer of a day, when last answered the day before or \
    longer ago: young under 21 days, mature from 21 days on. Foreseen is what the memory model of today makes of the same answers.";
/// [`super::recall::Week`]
pub const WEEKS: &str =
    "The same by week, each under its Monday. Far from what was foreseen, the model needs fitting.";
/// [`super::recall::calibration`]
pub const CALIBRATION: &str = "Answers by the chance that the model of today gives them: where it says 80 %, 80 of 100 should be right.";
/// [`super::spread::Spread::chance`]
pub const CHANCES: &str = "Questions answered so far, by the chance that you would recall them today.";
/// [`super::spread::Spread::stability`]
pub const STABILITY: &str = "Questions by the time after which that chance has fallen to 90 %.";
/// [`super::spread::Spread::difficulty`]
pub const DIFFICULTY: &str =
    "Questions by how slowly their stability grows, 1 to 10, as the model has learnt it.";
/// [`super::topics`]
pub const TOPICS: &str = "First answers of a day that were not forgotten, with a 95 % interval, and how much of the topic you have seen.";
/// [`super::hard::hardest`]
pub const HARDEST: &str = "Questions whose share of right first answers, by its 95 % interval, is surely below that of all your answers.";
/// [`super::hard::confusions`]
pub const CONFUSIONS: &str = "Wrong answers that were right for something else. `shiken study --confused` asks both \
    next to each other.";
/// [`super::hours::last_days`]
pub const DAYS_ANSWERS: &str =
    "Answers on each of the last 30 days, those of relearning and cramming included.";
/// [`super::hours::last_days`]
pub const DAYS_MINUTES: &str = "Minutes from questions to answers on each of the last 30 days.";
/// [`super::hours::Hours::weekdays`]
pub const WEEKDAYS: &str = "The same by study day of the week.";
/// [`super::sessions::Sitting`]
pub const SESSIONS: &str =
    "The latest first; right at first are first answers of study that were not forgotten.";
