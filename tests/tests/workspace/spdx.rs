//! Licence expressions: names, `WITH`, `AND`, `OR` and brackets; the old `/` means `OR`.

/// Whether a licence expression can be met with `allowed` names alone. A name with its exception is one name
/// (`Apache-2.0 WITH LLVM-exception`). Nothing is met by an expression that cannot be read.
pub fn is_met(expression: &str, allowed: &[&str]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, next: 0, allowed };
    reader.either().is_some_and(|met| met && reader.next == words.len())
}

struct Reader<'a> {
    words: &'a [&'a str],
    next: usize,
    allowed: &'a [&'a str],
}

impl Reader<'_> {
    fn take(&mut self, word: &str) -> bool {
        let found = self.words.get(self.next) == Some(&word);
        self.next += usize::from(found);
        found
    }

    /// `both OR both …`
    fn either(&mut self) -> Option<bool> {
        let mut met = self.both()?;
        while self.take("OR") {
            met |= self.both()?;
        }
        Some(met)
    }

    /// `one AND one …`
    fn both(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.take("AND") {
            met &= self.one()?;
        }
        Some(met)
    }

    /// A name, a name with an exception, or an expression in brackets.
    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let met = self.either()?;
            return self.take(")").then_some(met);
        }
        let name = *self.words.get(self.next)?;
        if ["OR", "AND", "WITH", ")"].contains(&name) {
            return None;
        }
        self.next += 1;
        if self.take("WITH") {
            let exception = self.words.get(self.next)?;
            self.next += 1;
            return Some(self.allowed.contains(&format!("{name} WITH {exception}").as_str()));
        }
        Some(self.allowed.contains(&name))
    }
}

#[test]
fn expressions_are_read_as_written() {
    let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"];
    for met in [
        "MIT",
        "MIT/GPL-3.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-3.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception",
        "MIT AND (Apache-2.0 OR BSL-1.0)",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not_met in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "(MIT OR GPL-3.0) AND LGPL-2.1",
        "GPL-2.0 WITH Classpath-exception-2.0",
        "Unicode-3.0 WITH LLVM-exception",
        "MIT OR",
        "(MIT",
        "MIT MIT",
    ] {
        assert!(!is_met(not_met, &allowed), "{not_met}");
    }
}
