//! The builder of a cleaner, option by option.

use std::sync::Arc;

use encoding_rs::Encoding;

use crate::cleaner::Cleaner;
use crate::config::{Config, Conversion};
use crate::entity::Mode;
use crate::error::Error;
use crate::han::{Converter, Script, Target};
use crate::noise::rules::Rule;
use crate::normalize::Form;
use crate::profile::Profile;
use crate::repair::{Repair, RepairSet};
use crate::scan::Scan;

/// Configures a [`Cleaner`].
///
/// ```
/// use textmend::{Cleaner, Profile, Repair};
///
/// let entities_only = Cleaner::builder().profile(Profile::None).with(Repair::Entity).build();
/// let no_shuffle = Cleaner::builder().without(Repair::Shuffle).html_safe(true).build();
/// ```
#[derive(Clone, Debug)]
pub struct CleanerBuilder {
    config: Config,
}

impl CleanerBuilder {
    pub(crate) fn new() -> CleanerBuilder {
        CleanerBuilder { config: Config::default() }
    }

    /// Starts from a profile: its repairs, and the Unicode form of `normalize`. Other options stay
    /// as they are.
    ///
    /// ```
    /// use textmend::{Cleaner, Profile};
    ///
    /// let ftfy = Cleaner::builder().profile(Profile::Ftfy).build();
    /// assert_eq!(ftfy.clean("â€œcrÃ¨meâ€\u{9d} &hellip; ﬁn"), "\"crème\" … fin");
    /// ```
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> CleanerBuilder {
        self.config.repairs = profile.repairs();
        self.config.form = profile.form();
        self
    }

    /// Exactly these repairs.
    ///
    /// ```
    /// use textmend::{Cleaner, Repair, RepairSet};
    ///
    /// let repairs = RepairSet::EMPTY.with(Repair::Normalize);
    /// let cleaner = Cleaner::builder().only(repairs).build();
    /// assert_eq!(cleaner.clean("cafe\u{301} &amp; bar"), "café &amp; bar");
    /// ```
    #[must_use]
    pub fn only(mut self, repairs: RepairSet) -> CleanerBuilder {
        self.config.repairs = repairs;
        self
    }

    /// Switches a repair on.
    ///
    /// ```
    /// use textmend::{Cleaner, Repair};
    ///
    /// let cleaner = Cleaner::builder().with(Repair::Quote).build();
    /// assert_eq!(cleaner.clean("“ok”"), "\"ok\"");
    /// ```
    #[must_use]
    pub fn with(mut self, repair: Repair) -> CleanerBuilder {
        self.config.repairs = self.config.repairs.with(repair);
        self
    }

    /// Switches a repair off.
    ///
    /// ```
    /// use textmend::{Cleaner, Repair};
    ///
    /// let cleaner = Cleaner::builder().without(Repair::Normalize).build();
    /// assert_eq!(cleaner.clean("cafe\u{301}"), "cafe\u{301}");
    /// ```
    #[must_use]
    pub fn without(mut self, repair: Repair) -> CleanerBuilder {
        self.config.repairs = self.config.repairs.without(repair);
        self
    }

    /// How `entity` reads character references: [`Mode::Prose`] by default. In [`Mode::Strict`] they
    /// are decoded once, before all other repairs, so cleaning the result again may change it.
    ///
    /// ```
    /// use textmend::{Cleaner, entity::Mode};
    ///
    /// let browser = Cleaner::builder().entities(Mode::Strict).build();
    /// assert_eq!(browser.clean("&amp;lt; &ampx"), "&lt; &x");
    /// ```
    #[must_use]
    pub fn entities(mut self, mode: Mode) -> CleanerBuilder {
        self.config.entities = mode;
        self
    }

    /// The Unicode form that `normalize` makes: [`Form::Compose`] by default, which clean text
    /// survives.
    ///
    /// ```
    /// use textmend::{Cleaner, normalize::Form};
    ///
    /// let cleaner = Cleaner::builder().form(Form::Nfkc).build();
    /// assert_eq!(cleaner.clean("① ﬁn"), "1 fin");
    /// ```
    #[must_use]
    pub fn form(mut self, form: Form) -> CleanerBuilder {
        self.config.form = form;
        self
    }

    /// Converts documents to a script, and switches [`Repair::Script`] on. The head of a document
    /// tells what it is: text that is there already, that could be either, or that is Japanese
    /// stays as it is.
    ///
    /// ```
    /// use textmend::{Cleaner, han::Script};
    ///
    /// let cleaner = Cleaner::builder().script(Script::Simplified).build();
    /// assert_eq!(cleaner.clean("這個國家的歷史"), "这个国家的历史");
    /// assert_eq!(cleaner.clean("日本国憲法の歴史"), "日本国憲法の歴史");
    /// ```
    #[must_use]
    pub fn script(self, to: Script) -> CleanerBuilder {
        self.script_from(to, None, false)
    }

    /// Like [`script`](CleanerBuilder::script); `from` says which usage the documents have, where
    /// that is known, and `force` converts Japanese and what could be either, too.
    ///
    /// ```
    /// use textmend::{Cleaner, han::Script};
    ///
    /// let from = Some(Script::Taiwan);
    /// let cleaner = Cleaner::builder().script_from(Script::Simplified, from, true).build();
    /// assert_eq!(cleaner.clean("滑鼠"), "鼠标");
    /// ```
    #[must_use]
    pub fn script_from(mut self, to: Script, from: Option<Script>, force: bool) -> CleanerBuilder {
        self.config.conversion = Some(Conversion::Toward(Target::new(to, from, force)));
        self.with(Repair::Script)
    }

    /// Converts every document with this converter, whatever it is, and switches
    /// [`Repair::Script`] on.
    ///
    /// ```
    /// use textmend::han::{Config, Converter};
    /// use textmend::{Cleaner, Repair};
    ///
    /// let converter = Converter::new(Config::S2twp);
    /// let cleaner = Cleaner::builder().only(Repair::Script.into()).converter(converter).build();
    /// assert_eq!(cleaner.clean("&amp; 网络"), "&amp; 網路");
    /// ```
    #[must_use]
    pub fn converter(mut self, converter: Converter) -> CleanerBuilder {
        self.config.conversion = Some(Conversion::Always(converter));
        self.with(Repair::Script)
    }

    /// Adds a rule, behind those that are there.
    ///
    /// ```
    /// use textmend::{Action, Cleaner, Rule};
    ///
    /// let rule = Rule::new(r"\[edit\]", Action::Delete)?;
    /// assert_eq!(Cleaner::builder().rule(rule).build().clean("History[edit]"), "History");
    /// # Ok::<(), textmend::Error>(())
    /// ```
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> CleanerBuilder {
        self.config.rules.push(rule);
        self
    }

    /// Escapes the output again, for use in HTML text and quoted attributes. Off by default.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().html_safe(true).build();
    /// assert_eq!(cleaner.clean("&lt;b> &hellip;"), "&lt;b&gt; …");
    /// ```
    #[must_use]
    pub fn html_safe(mut self, html_safe: bool) -> CleanerBuilder {
        self.config.html_safe = html_safe;
        self
    }

    /// Keeps the byte order mark at the start of a document. Off by default.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().keep_bom(true).build();
    /// assert_eq!(cleaner.clean("\u{FEFF}a"), "\u{FEFF}a");
    /// ```
    #[must_use]
    pub fn keep_bom(mut self, keep_bom: bool) -> CleanerBuilder {
        self.config.keep_bom = keep_bom;
        self
    }

    /// Records edits in streams, for [`Stream::edits`](crate::Stream::edits). Off by default. It changes nothing else:
    /// the output is the same.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().record_edits(true).build();
    /// let (mut stream, mut text) = (cleaner.stream(), String::new());
    /// stream.push(b"a &lt; b", &mut text);
    /// let (_, edits) = stream.finish_with_edits(&mut text);
    /// assert_eq!(edits.len(), 1);
    /// ```
    #[must_use]
    pub fn record_edits(mut self, record: bool) -> CleanerBuilder {
        self.config.record = record;
        self
    }

    /// Decodes bytes from this encoding instead of finding it out.
    ///
    /// # Errors
    ///
    /// Where the label is none of the WHATWG Encoding Standard.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().encoding("koi8-r")?.build();
    /// assert_eq!(cleaner.clean_bytes(b"\xCD\xC9\xD2"), "мир");
    /// assert!(Cleaner::builder().encoding("koi9").unwrap_err().is_encoding());
    /// # Ok::<(), textmend::Error>(())
    /// ```
    pub fn encoding(mut self, label: &str) -> Result<CleanerBuilder, Error> {
        let encoding = Encoding::for_label_no_replacement(label.as_bytes());
        self.config.encoding = Some(encoding.ok_or_else(|| Error::encoding(label))?);
        Ok(self)
    }

    /// Whether `shuffle` looks for the title in the first lines where none is given. On by
    /// default.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().infer_title(false).build();
    /// assert_eq!(cleaner.clean("a &lt; b"), "a < b");
    /// ```
    #[must_use]
    pub fn infer_title(mut self, infer: bool) -> CleanerBuilder {
        self.config.infer_title = infer;
        self
    }

    /// Whether `shuffle` also works in documents whose title is not found. Off by default: a few
    /// clean documents in a thousand are changed by it.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().shuffle_without_title(true).build();
    /// assert_eq!(cleaner.clean("a &lt; b"), "a < b");
    /// ```
    #[must_use]
    pub fn shuffle_without_title(mut self, without_title: bool) -> CleanerBuilder {
        self.config.shuffle_without_title = without_title;
        self
    }

    /// The cleaner.
    ///
    /// ```
    /// use textmend::Cleaner;
    ///
    /// let cleaner = Cleaner::builder().build();
    /// assert_eq!(cleaner.clean("a &lt; b"), "a < b");
    /// ```
    pub fn build(self) -> Cleaner {
        let scan = Scan::new(&self.config);
        Cleaner { config: Arc::new(self.config), title: None, scan }
    }
}
