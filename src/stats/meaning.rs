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
    "What the memory model expected of the same answers; far apart, it needs fitting.";
/// [`super::Figures::due_today`]
pub const DUE_TODAY: &str = "Questions due today or before, and not answered since.";
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
/// [`super::Figures::hours`]
pub const HOURS: &str = "First answers of a day by the hour on your clock, and how many were not forgotten.";
