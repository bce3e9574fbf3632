//! Addresses of e-mail, as they are typed.

use super::{ReadError, error};

/// An address of e-mail: something before one `@`, and a name with a dot behind it. Whether it is anybody’s, nobody can
/// read off it.
///
/// # Errors
/// Where the text is no such address; what is missing is not guessed at.
pub fn email(text: &str) -> Result<&str, ReadError> {
    let bare = text.trim();
    let is_address = bare.split_once('@').is_some_and(|(person, host)| {
        let labels: Vec<&str> = host.split('.').collect();
        let is_label = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
        !person.is_empty() && labels.len() > 1 && labels.iter().all(is_label)
    });
    let has_space = bare.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>'));
    if is_address && !has_space {
        return Ok(bare);
    }
    Err(error(text, "an e-mail address, like notices@client.example"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{template::sample, term};

    #[test]
    fn an_address_has_a_person_and_a_host() {
        for text in ["notices@client.example", " a.b+sla@mail.client-group.example ", "łukasz@poczta.example"] {
            assert_eq!(email(text), Ok(text.trim()));
        }
        for text in
            ["not an e-mail", "a@b", "@client.example", "a@@b.example", "a b@c.example", "a@b.example, c@d.example"]
        {
            assert!(email(text).unwrap_err().to_string().contains("notices@client.example"), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_where_it_is_typed_and_kept_where_it_stands() {
        let mut a = sample().0;
        for path in ["parties.client.email", "contacts.1.email"] {
            let refused = term::set(&mut a, path, "not an e-mail").unwrap_err();
            assert_eq!(refused.path, path);
            assert!(refused.message.contains("“not an e-mail” is not an e-mail address"), "{refused}");
            term::set(&mut a, path, "").unwrap();
            term::set(&mut a, path, "notices@client.example").unwrap();
        }
        a.parties.client.email = "ask the desk".into();
        let file = serde_json::to_string(&a).unwrap();
        assert_eq!(serde_json::from_str::<crate::Agreement>(&file).unwrap(), a);
        let standing = term::field(&a, "parties.client.email").unwrap().text;
        term::set(&mut a, "parties.client.email", &standing).unwrap();
    }
}
