//! What stands around a reference and makes it something else: an address, code, or markup that
//! the reference belongs to.

use memchr::{memchr, memchr_iter, memchr3};

use super::broken::is_east_asian;

/// Looks for the address (URL) that a place in a line lies in. Places are asked for from left to
/// right, so that no part of the line is looked at twice.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    looked_at: usize,
    /// What was seen since the last character that ends an address.
    last: [u8; 2],
    has_query: bool,
    is_address: bool,
}

impl Addresses {
    /// Whether the word that `at` lies in is an address, as far as it stands before `at`: it has
    /// `://` or `/?` in it, or `?` and then `=`.
    pub(super) fn reach(&mut self, line: &str, at: usize) -> bool {
        let mut start = self.looked_at.min(at);
        if !self.has_query && !self.is_address {
            // Nothing matters up to the first of these but the two bytes before it.
            let first = memchr3(b'/', b'?', b'=', &line.as_bytes()[start..at]);
            let first = first.map_or(at, |offset| start + offset);
            start = start.max(line.floor_char_boundary(first.saturating_sub(self.last.len())));
        }
        for c in line[start..at].chars() {
            let ends = c.is_whitespace()
                || matches!(c, '"' | '\'' | '`' | '<' | '>' | '“' | '”' | '‘' | '’')
                || is_east_asian(c) && !c.is_alphabetic();
            if ends {
                *self = Addresses { looked_at: at, ..Addresses::default() };
                continue;
            }
            let byte = u8::try_from(c).unwrap_or(0);
            let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_]".contains(&byte);
            self.is_address |= match byte {
                b'/' => self.last == *b":/",
                b'?' => self.last[1] == b'/',
                b'=' => self.has_query && is_name(self.last[1]),
                _ => false,
            };
            self.has_query |= byte == b'?' && is_name(self.last[1]);
            self.last = [self.last[1], byte];
        }
        self.looked_at = at;
        self.is_address
    }
}

/// Names that programmers give to variables. All are names of references too.
const IDENTIFIERS: &str = " and ang bot cap cent check comp cong copy cross cup deg die div dot empty \
    equals euro excl female half image in int it lap lat male map mid minus mu not nu num or order para part \
    period phi phone pi plus pm pound pr prop psi quest race real rect reg rho ring sect semi shy \
    sigma sol square star sub sum sup target tau theta times tint top trade uml vert wedge xi yen ";

/// Words before the name of a variable in a declaration in C and its relatives, or before
/// a value.
const KEYWORDS: &str = " auto bool byte char const double float int int32_t int64_t long ref return short \
    signed size_t string struct uint32_t uint64_t uint8_t unsigned void volatile ";

/// Whether `&name`, from `at` to `end`, takes the address of a variable, or declares a reference
/// to one: `p = &image;`, `int &sum;`, `swap(&copy, &reg)`.
pub(super) fn is_address_of(line: &str, at: usize, end: usize) -> bool {
    let name = &line[at + 1..end];
    // A number is no variable.
    if name.starts_with('#') {
        return false;
    }
    let (before, behind) = (line[..at].trim_end(), line[end..].trim_start());
    let follows_keyword = || lists(KEYWORDS, last_word(before));
    // The list of names is long and is looked at last.
    let Some(name) = name.strip_suffix(';') else {
        let is_call = || {
            let callee = before.strip_suffix('(');
            callee.is_some_and(|callee| !last_word(callee).is_empty())
        };
        let is_argument = behind.starts_with([')', ',', ';', '[', '.', '-'])
            && (before.ends_with([',', '=']) || is_call());
        return (is_argument || follows_keyword()) && lists(IDENTIFIERS, name);
    };
    let ends_statement =
        behind.is_empty() || ["//", "/*", "}"].iter().any(|start| behind.starts_with(start));
    let is_assigned = || {
        let ends_target = |c: char| c.is_ascii_alphanumeric() || "_])".contains(c);
        before.strip_suffix('=').is_some_and(|target| target.trim_end().ends_with(ends_target))
    };
    let follows_type = || before.ends_with('>') && !line[..at].ends_with('>');
    ends_statement
        && (is_assigned() || follows_type() || follows_keyword())
        && lists(IDENTIFIERS, name)
}

/// Whether a name, with a `;`, may be a variable whose address is taken, by what stands behind it, which may go beyond the line.
pub(super) fn may_be_address_of(name: &str, behind: &str) -> bool {
    let rest = behind.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
    let ends_statement =
        rest.is_empty() || ["\n", "//", "/*", "}"].iter().any(|start| rest.starts_with(start));
    ends_statement && !name.starts_with('#') && lists(IDENTIFIERS, name)
}

fn lists(words: &str, word: &str) -> bool {
    let found = |at: usize| {
        let end = at + word.len();
        words[..at].ends_with(' ') && words[end..].starts_with(' ')
    };
    !word.is_empty() && words.match_indices(word).any(|(at, _)| found(at))
}

/// The ASCII word that the text ends with.
fn last_word(text: &str) -> &str {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    &text[text.len() - text.bytes().rev().take_while(|byte| is_part(byte)).count()..]
}

/// Elements of HTML that a tag may name, also without attributes or an end.
const ELEMENTS: &str = " a abbr address article aside b big blockquote body br button caption center code \
    col dd del details dfn div dl dt em fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 head \
    header hr html i iframe img input ins kbd label legend li link main map mark menu meta nav noscript \
    object ol optgroup option p param pre q s samp script section select small source span strike strong \
    style sub summary sup svg table tbody td template textarea tfoot th thead time title tr tt u ul var \
    video ";

/// How far a tag's `>` is looked for, in bytes.
const LONGEST_TAG: usize = 512;

/// Whether the line holds markup that is not escaped: a tag, a comment, a declaration. Then the
/// `&lt;` beside it is the markup's own and no left-over, for whoever escaped that would have
/// escaped this.
pub(super) fn has_markup(line: &str) -> bool {
    memchr_iter(b'<', line.as_bytes()).any(|at| is_tag(&line[at + 1..]))
}

/// Whether a tag goes on like this behind its `<`.
fn is_tag(behind: &str) -> bool {
    if ["!--", "!DOCTYPE", "!doctype", "![CDATA[", "?xml"].iter().any(|s| behind.starts_with(s)) {
        return true;
    }
    let is_end = behind.starts_with('/');
    let rest = &behind[usize::from(is_end)..];
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
    let length = rest.bytes().take(LONGEST_TAG).take_while(is_part).count();
    let (name, rest) = rest.split_at(length);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    let within = &rest.as_bytes()[..rest.len().min(LONGEST_TAG)];
    let Some(close) = memchr(b'>', within) else { return false };
    let attributes = &rest[..close];
    let is_element =
        name.len() <= "figcaption".len() && lists(ELEMENTS, &name.to_ascii_lowercase());
    if attributes.trim().is_empty() {
        is_end || is_element
    } else {
        let is_separate = attributes.starts_with(|c: char| c.is_ascii_whitespace() || c == '/');
        is_separate && (attributes.ends_with('/') || attributes.contains('='))
    }
}

/// Whether the line holds a key and a value as JSON writes them: `"key": "`. Then `&quot;` is
/// part of a string.
pub(super) fn has_json(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr_iter(b'"', bytes).any(|at| {
        let is_key = bytes[at + 1..].starts_with(b":")
            && bytes[..at].last().is_some_and(u8::is_ascii_alphanumeric);
        is_key && line[at + 2..].trim_start().starts_with(['"', '{', '['])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_text_begins() {
        for (line, at, expected) in [
            ("see http://a.b/?x=1&lt", 19, true),
            ("http://a.b/c&lt", 12, true),
            ("page?x=1&lt", 8, true),
            ("a.b/?x&lt", 6, true),
            ("http://a.b/ and 1&lt", 17, false),
            ("见http://a.b/。她说&lt", "见http://a.b/。她说".len(), false),
            ("why? a=b&lt", 8, false),
            ("why?&lt", 4, false),
            ("1&lt", 1, false),
        ] {
            assert_eq!(Addresses::default().reach(line, at), expected, "{line}");
            // Asked for step by step it is the same.
            let mut addresses = Addresses::default();
            let places = line.char_indices().map(|(place, _)| place).filter(|place| *place <= at);
            let answers: Vec<bool> = places.map(|place| addresses.reach(line, place)).collect();
            assert_eq!(answers.last(), Some(&expected), "{line}");
        }
    }

    #[test]
    fn code_takes_addresses() {
        for line in [
            "p = &image;",
            "    int *q = &sum; // the sum",
            "int &num;",
            "const auto &it;",
            "return &copy;",
            "std::vector<int> &order;",
            "f(&copy, 1)",
            "f(a, &reg)",
            "void g(int &para, char c)",
            "x = a[&not];",
        ] {
            let at = line.find('&').unwrap();
            let end = at + 1 + line[at + 1..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
            let end = end + usize::from(line[end..].starts_with(';'));
            let expected = line != "x = a[&not];";
            assert_eq!(is_address_of(line, at, end), expected, "{line}");
        }
        for line in
            ["© = &copy; 2024", "very long &mdash;", "x = &alpha;", "25 &deg;", "(&copy)2024"]
        {
            let at = line.find('&').unwrap();
            let end = at + 1 + line[at + 1..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
            let end = end + usize::from(line[end..].starts_with(';'));
            assert!(!is_address_of(line, at, end), "{line}");
        }
    }

    #[test]
    fn markup_is_more_than_a_bracket() {
        for line in [
            "<p>",
            "a<br/>b",
            "x</td>",
            "<A HREF=\"x\">",
            "<name>Tom</name>",
            "<item id='1'>",
            "<svg:rect/>",
            "<!-- x -->",
            "<?xml version=\"1.0\"?>",
        ] {
            assert!(has_markup(line), "{line}");
        }
        for line in [
            "a < b",
            "i<3",
            "<user@example.org>",
            "List<String>",
            "<-",
            "a<b&&c>d",
            "<p",
            "<我>",
            "for(i<n; j>0)",
        ] {
            assert!(!has_markup(line), "{line}");
        }
    }

    #[test]
    fn json_has_keys() {
        assert!(has_json("{\"a\": \"b\"}") && has_json("\"list\" : [1], \"x\":{\"y\":1}"));
        assert!(!has_json("He said \"stop\": and so they did") && !has_json("a: \"b\""));
    }
}
