//! How a garble came about, read backwards: which encodings to write and read again.

use std::borrow::Cow;
use std::fmt;
use std::iter::once;
use std::str::FromStr;

use super::codec::Codec;
use super::incomplete;
use super::plausibility::Model;
use super::twice;

/// The most hops of a plan.
pub(crate) const MAX_HOPS: usize = 3;

/// How the step is written.
const RESTORE: &str = "restore lost bytes";

/// One step of a [`Plan`].
///
/// ```
/// use textmend::encoding::{Codec, Step};
///
/// assert_eq!(Step::Encode(Codec::Koi8R).to_string(), "encode koi8-r");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Text into the bytes that were read wrongly.
    Encode(Codec),
    /// What was lost on the way given back to the bytes, where one thing fits far better than all
    /// others. To UTF-8 that was read one byte at a time, a byte of a character: no-break
    /// spaces and soft hyphens that were dropped or became spaces, curly quotes made straight, bytes that the
    /// encoding does not define. To pairs read as Shift_JIS or Big5, which of several codes a character had.
    Restore,
    /// Bytes into the text that they mean.
    Decode(Codec),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Encode(codec) => write!(f, "encode {codec}"),
            Step::Restore => f.write_str(RESTORE),
            Step::Decode(codec) => write!(f, "decode {codec}"),
        }
    }
}

/// The steps that turn a garbled text into what its author wrote: up to three times back to bytes
/// and into text again.
///
/// A plan displays as its steps, is parsed from the same, and can be applied by hand:
///
/// ```
/// use textmend::encoding::Plan;
///
/// let plan: Plan = "encode windows-1252, decode gb18030".parse().unwrap();
/// assert_eq!(plan.apply("ÖÐ¹ú").unwrap(), "中国");
/// assert_eq!(plan.to_string(), "encode windows-1252, decode gb18030");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Plan {
    hops: [(Codec, Codec); MAX_HOPS],
    length: u8,
    /// Whether bytes are given back in the first hop.
    restores: bool,
}

impl Plan {
    /// The plan without steps, which changes nothing.
    ///
    /// ```
    /// use textmend::encoding::Plan;
    ///
    /// assert_eq!(Plan::EMPTY.apply("as it is").as_deref(), Some("as it is"));
    /// ```
    pub const EMPTY: Plan =
        Plan { hops: [(Codec::Utf8, Codec::Utf8); MAX_HOPS], length: 0, restores: false };

    /// The plan that writes `read_as` and reads `meant`.
    ///
    /// ```
    /// use textmend::encoding::{Codec, Plan};
    ///
    /// let plan = Plan::new(Codec::Windows1252, Codec::Utf8);
    /// assert_eq!(plan.to_string(), "encode windows-1252, decode utf-8");
    /// ```
    pub const fn new(read_as: Codec, meant: Codec) -> Plan {
        let mut plan = Plan::EMPTY;
        plan.hops[0] = (read_as, meant);
        plan.length = 1;
        plan
    }

    /// The plan that writes `read_as`, gives back what was lost, and reads `meant`. In UTF-8 that was read
    /// one byte at a time, what has no byte in `read_as` and what is not understood stays as it is.
    /// Of other pairs of encodings, only what was read as Shift_JIS or Big5 can be given anything back; for the rest
    /// [`apply`](Plan::apply) is `None`.
    ///
    /// ```
    /// use textmend::encoding::{Codec, Plan};
    ///
    /// let plan = Plan::restoring(Codec::Windows1252, Codec::Utf8);
    /// assert_eq!(plan.to_string(), "encode windows-1252, restore lost bytes, decode utf-8");
    /// assert_eq!(plan.apply("dÃ©jÃ vu").unwrap(), "déjà vu");
    /// ```
    pub const fn restoring(read_as: Codec, meant: Codec) -> Plan {
        let mut plan = Plan::new(read_as, meant);
        plan.restores = true;
        plan
    }

    /// Whether lost bytes are given back.
    pub(crate) const fn restores(&self) -> bool {
        self.restores
    }

    /// The plan with that.
    pub(crate) const fn with_restoring(self) -> Plan {
        Plan { restores: true, ..self }
    }

    /// The plan without that.
    pub(crate) const fn without_restoring(self) -> Plan {
        Plan { restores: false, ..self }
    }

    /// This plan, then the other; `None` where that is more than three hops, or where the other gives
    /// bytes back, which is the first thing to be done.
    ///
    /// ```
    /// use textmend::encoding::{Codec, Plan};
    ///
    /// let hop = Plan::new(Codec::Latin1, Codec::Utf8);
    /// let twice = hop.then(hop).unwrap();
    /// assert_eq!(twice.apply("Ã\u{83}Â©").as_deref(), Some("é"));
    /// assert_eq!(twice.then(twice), None);
    /// ```
    pub fn then(self, other: Plan) -> Option<Plan> {
        if other.restores && !self.is_empty() {
            return None;
        }
        let mut plan = Plan { restores: self.restores || other.restores, ..self };
        for (read_as, meant) in other.hops() {
            *plan.hops.get_mut(usize::from(plan.length))? = (read_as, meant);
            plan.length += 1;
        }
        Some(plan)
    }

    /// Whether the plan has no steps.
    ///
    /// ```
    /// use textmend::encoding::Plan;
    ///
    /// assert!(Plan::EMPTY.is_empty());
    /// ```
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The steps, in the order in which they are taken.
    ///
    /// ```
    /// use textmend::encoding::{Codec, Plan, Step};
    ///
    /// let plan = Plan::new(Codec::Latin1, Codec::Utf8);
    /// let steps: Vec<Step> = plan.steps().collect();
    /// assert_eq!(steps, [Step::Encode(Codec::Latin1), Step::Decode(Codec::Utf8)]);
    /// ```
    pub fn steps(&self) -> impl Iterator<Item = Step> {
        let mut restores = self.restores;
        self.hops().flat_map(move |(read_as, meant)| {
            let restore = std::mem::take(&mut restores).then_some(Step::Restore);
            once(Step::Encode(read_as)).chain(restore).chain(once(Step::Decode(meant)))
        })
    }

    pub(crate) fn hops(&self) -> impl Iterator<Item = (Codec, Codec)> + use<> {
        let Plan { hops, length, .. } = *self;
        hops.into_iter().take(usize::from(length))
    }

    /// What UTF-8 was read as, where the plan undoes that and nothing else.
    pub(crate) fn read_as_before_utf_8(&self) -> Option<Codec> {
        let mut hops = self.hops();
        match (hops.next()?, hops.next()) {
            ((read_as, Codec::Utf8), None) if !self.restores => Some(read_as),
            _ => None,
        }
    }

    /// The text after all steps; `None` where one of them fails.
    ///
    /// Linear in the text.
    ///
    /// ```
    /// use textmend::encoding::{Codec, Plan};
    ///
    /// let plan = Plan::new(Codec::Latin1, Codec::Utf8);
    /// assert_eq!(plan.apply("cafÃ©").as_deref(), Some("café"));
    /// assert_eq!(plan.apply("咖啡"), None);
    /// ```
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut text = Cow::Borrowed(text);
        let mut hops = self.hops();
        if self.restores {
            let restored = match hops.next()? {
                (read_as @ (Codec::ShiftJis | Codec::Big5), meant) => {
                    twice::read(&text, read_as, meant, false, None, Model::get())?.text
                }
                (read_as, Codec::Utf8) => incomplete::read(&text, read_as, Model::get())?.text,
                _ => return None,
            };
            text = Cow::Owned(restored);
        }
        for (read_as, meant) in hops {
            text = Cow::Owned(meant.decode(&read_as.encode(&text)?)?);
        }
        Some(text.into_owned())
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.steps().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{step}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plan({self})")
    }
}

/// The error of parsing a [`Plan`].
///
/// ```
/// use textmend::encoding::Plan;
///
/// let error = "encode latin-1".parse::<Plan>().unwrap_err();
/// assert!(error.to_string().starts_with("\"encode latin-1\" is no plan"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPlan(String);

impl fmt::Display for InvalidPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no plan: wanted are up to three times `encode ENCODING, decode ENCODING`",
            self.0
        )
    }
}

impl std::error::Error for InvalidPlan {}

impl FromStr for Plan {
    type Err = InvalidPlan;

    fn from_str(plan: &str) -> Result<Plan, InvalidPlan> {
        parse(plan).ok_or_else(|| InvalidPlan(plan.to_owned()))
    }
}

fn parse(plan: &str) -> Option<Plan> {
    if plan.trim().is_empty() {
        return Some(Plan::EMPTY);
    }
    let mut parsed = Plan::EMPTY;
    let mut steps = plan.split(',').map(str::trim).peekable();
    while let Some(encode) = steps.next() {
        let read_as = encode.strip_prefix("encode ")?.trim().parse().ok()?;
        let restores = steps.next_if_eq(&RESTORE).is_some();
        let meant = steps.next()?.strip_prefix("decode ")?.trim().parse().ok()?;
        let hop =
            if restores { Plan::restoring(read_as, meant) } else { Plan::new(read_as, meant) };
        parsed = parsed.then(hop)?;
    }
    Some(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_display_and_parse() {
        let first = Plan::new(Codec::Latin1, Codec::Utf8);
        let plan = first.then(Plan::new(Codec::Latin1, Codec::Gb18030)).unwrap();
        let text = "encode latin-1, decode utf-8, encode latin-1, decode gb18030";
        assert_eq!(plan.to_string(), text);
        assert_eq!(text.parse(), Ok(plan));
        let restoring = Plan::restoring(Codec::Windows1252, Codec::Utf8);
        let text = "encode windows-1252, restore lost bytes, decode utf-8";
        assert_eq!(restoring.to_string(), text);
        assert_eq!(text.parse(), Ok(restoring));
        assert_eq!(first.then(restoring), None);
        assert_eq!(Plan::restoring(Codec::Latin1, Codec::Gb18030).apply("ÖÐ¹ú"), None);
        let longer = restoring.then(first).unwrap();
        assert_eq!(longer.to_string().parse(), Ok(longer));
        assert_eq!("".parse(), Ok(Plan::EMPTY));
        assert_eq!(plan.then(plan), None);
        for wrong in [
            "encode latin-1, restore lost bytes",
            "encode latin-1",
            "decode utf-8, encode utf-8",
            "encode x, decode utf-8",
            "a",
        ] {
            assert!(wrong.parse::<Plan>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn plans_apply_or_fail_as_a_whole() {
        let plan = Plan::new(Codec::Latin1, Codec::Utf8);
        let plan = plan.then(Plan::new(Codec::Latin1, Codec::Gb18030)).unwrap();
        assert_eq!(plan.apply("Ã\u{96}Ã\u{90}Â¹Ãº").as_deref(), Some("中国"));
        assert_eq!(plan.apply("中"), None);
        assert_eq!(Plan::EMPTY.apply("中").as_deref(), Some("中"));
    }
}
