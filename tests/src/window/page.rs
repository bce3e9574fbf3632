//! What a person does with the page, and what they see of it.

use super::desk::Window;
use super::failure::{Failure, Outcome};
use super::story;
use crate::place;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::PoisonError;
use std::time::{Duration, Instant, SystemTime};

/// How long something on the page may take to come, on a busy machine.
const LIMIT: Duration = Duration::from_secs(20);

/// Between two looks at the page.
const PAUSE: Duration = Duration::from_millis(25);

/// Finds an element by its kind and name.
const FIND: &str = include_str!("find.js");

/// The key under which an element is written in a driver's answer.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

impl Window {
    /// The driver's client, for what has no word here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Runs a script in the page and gives what it returns.
    ///
    /// # Errors
    /// When it throws.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        story::step(|| "running a script".to_owned());
        Ok(self.client.execute(script, arguments).await?)
    }

    /// All the text that is on the page.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn all_text(&self) -> Outcome<String> {
        self.text("body").await
    }

    /// The text of the first element that `css` selects, empty when there is none.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn text(&self, css: &str) -> Outcome<String> {
        match self.client.find(Locator::Css(css)).await {
            Ok(element) => match element.text().await {
                Ok(text) => Ok(text),
                Err(error) => passing(error).map(|_| String::new()),
            },
            Err(error) => passing(error).map(|_| String::new()),
        }
    }

    /// Waits until the first element that `css` selects contains `expected`.
    ///
    /// # Errors
    /// When it does not come; a picture is left in the folder of screens.
    pub async fn wait_for_text(&self, css: &str, expected: &str) -> Outcome {
        story::step(|| format!("waiting for {expected:?} in {css}"));
        let start = Instant::now();
        loop {
            let found = self.text(css).await?;
            if plain(&found).contains(&plain(expected)) {
                return Ok(());
            }
            if start.elapsed() > LIMIT {
                let shown: String = found.chars().take(1500).collect();
                return Err(self.failed(format!("{css}: expected {expected:?}, found {shown:?}")).await);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits until `expected` is anywhere on the page.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_for(&self, expected: &str) -> Outcome {
        self.wait_for_text("body", expected).await
    }

    /// Waits until `css` selects nothing any more.
    ///
    /// # Errors
    /// When it stays.
    pub async fn wait_until_gone(&self, css: &str) -> Outcome {
        story::step(|| format!("waiting until {css} is gone"));
        let start = Instant::now();
        while !self.client.find_all(Locator::Css(css)).await?.is_empty() {
            if start.elapsed() > LIMIT {
                return Err(self.failed(format!("{css} is still on the page")).await);
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Waits for the first element that `css` selects.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn element(&self, css: &str) -> Outcome<Element> {
        story::step(|| format!("waiting for {css}"));
        let start = Instant::now();
        loop {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return Ok(element),
                Err(error) => passing(error)?,
            };
            if start.elapsed() > LIMIT {
                return Err(self.failed(format!("there is no {css}")).await);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Waits for an element by its kind (`button`, `link`, `field`, `tab`, `item`, `any`) and the name that a person reads. In an
    /// open dialog first; a name that begins so counts when none is the same.
    ///
    /// # Errors
    /// When it does not come; the names that are there are listed.
    pub async fn named(&self, kind: &str, name: &str) -> Outcome<Element> {
        story::step(|| format!("waiting for {kind} {name:?}"));
        let start = Instant::now();
        loop {
            let answer = match self.client.execute(FIND, vec![json!(kind), json!(name)]).await {
                Ok(answer) => answer,
                Err(error) => json!({ "names": [passing(error)?] }),
            };
            if let Some(id) = answer.get(ELEMENT).and_then(Value::as_str) {
                return Ok(Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned())));
            }
            if start.elapsed() > LIMIT {
                let names = &answer["names"];
                return Err(self.failed(format!("there is no {kind} named {name:?}; there are {names}")).await);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Clicks what is named so: a button, link, tab or item.
    ///
    /// # Errors
    /// When it is not there or cannot be clicked.
    pub async fn click(&self, name: &str) -> Outcome {
        self.click_kind("any", name).await
    }

    /// Clicks what is of this kind and named so.
    ///
    /// # Errors
    /// When it is not there or stays covered or disabled.
    pub async fn click_kind(&self, kind: &str, name: &str) -> Outcome {
        let start = Instant::now();
        loop {
            let element = self.named(kind, name).await?;
            let refusal = match element.is_enabled().await {
                Ok(false) => "it is disabled".to_owned(),
                Ok(true) => match element.click().await {
                    Ok(()) => return Ok(()),
                    Err(error) => passing(error)?,
                },
                Err(error) => passing(error)?,
            };
            if start.elapsed() > LIMIT {
                return Err(self.failed(format!("{kind} {name:?} cannot be clicked: {refusal}")).await);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Replaces what stands in the field with this label, key by key, and leaves the field.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, label: &str, text: &str) -> Outcome {
        let field = self.named("field", label).await?;
        replace(&field, text).await?;
        field.send_keys(&char::from(Key::Tab).to_string()).await?;
        Ok(())
    }

    /// Replaces what stands in the field that `css` selects, key by key, and stays in it.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill_at(&self, css: &str, text: &str) -> Outcome {
        replace(&self.element(css).await?, text).await
    }

    /// Sends keys to the element that `css` selects; again when it was replaced in the meantime.
    ///
    /// # Errors
    /// When there is no such element or it cannot take keys.
    pub async fn send_keys(&self, css: &str, keys: &str) -> Outcome {
        let start = Instant::now();
        loop {
            let refusal = match self.element(css).await?.send_keys(keys).await {
                Ok(()) => return Ok(()),
                Err(error) => passing(error)?,
            };
            if start.elapsed() > LIMIT {
                return Err(self.failed(format!("{css} takes no keys: {refusal}")).await);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What stands in the field with this label.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn value(&self, label: &str) -> Outcome<String> {
        Ok(self.named("field", label).await?.prop("value").await?.unwrap_or_default())
    }

    /// Waits until `expected` stands in the field with this label.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_for_value(&self, label: &str, expected: &str) -> Outcome {
        let start = Instant::now();
        loop {
            let found = self.value(label).await?;
            if plain(&found) == plain(expected) {
                return Ok(());
            }
            if start.elapsed() > LIMIT {
                return Err(self.failed(format!("field {label:?}: expected {expected:?}, found {found:?}")).await);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Chooses the entry with this text in the list with this label.
    ///
    /// # Errors
    /// When there is no such list or entry.
    pub async fn select(&self, label: &str, entry: &str) -> Outcome {
        Ok(self.named("field", label).await?.select_by_label(entry).await?)
    }

    /// Presses a key in what has the focus, with these keys held down.
    ///
    /// # Errors
    /// When nothing can take it.
    pub async fn press(&self, held: &[Key], key: char) -> Outcome {
        let mut keys: String = held.iter().map(|key| char::from(*key)).collect();
        keys.push(key);
        keys.push(char::from(Key::Null));
        let focused = match self.client.active_element().await {
            Ok(element) => element,
            Err(_) => self.client.find(Locator::Css("body")).await?,
        };
        Ok(focused.send_keys(&keys).await?)
    }

    /// Leaves a picture of the page in the folder of screens, and gives its place.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn picture(&self, name: &str) -> Outcome<PathBuf> {
        story::step(|| format!("taking the picture {name}"));
        self.wait_until_painted().await?;
        let folder = place::screens();
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, self.client.screenshot().await?)?;
        Ok(file)
    }

    /// Waits until the typefaces are there, nothing moves any more, and what is on the page has been drawn.
    async fn wait_until_painted(&self) -> Outcome {
        let script = "const done = arguments[arguments.length - 1];
             const finite = document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity);
             const settled = Promise.all([document.fonts.ready, ...finite.map((a) => a.finished.catch(() => null))]);
             settled.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";
        self.client.execute_async(script, vec![]).await?;
        Ok(())
    }

    /// Checks the page for barriers with axe-core; `screen` names it in the message. Any violation makes [`Window::close`] and
    /// [`Window::kill`] fail, with its rule, its places and what to mend; a picture is left.
    ///
    /// # Errors
    /// When axe cannot run.
    pub async fn check_access(&self, screen: &str) -> Outcome {
        story::step(|| format!("checking {screen} with axe"));
        let source = place::repository().join("ui/node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(&source)
            .map_err(|error| Failure::new(format!("{}: {error}; run `npm ci --prefix ui`", source.display())))?;
        self.client.execute(&format!("if (!window.axe) {{ {axe} }}"), vec![]).await?;
        let found = self
            .client
            .execute_async(
                "const done = arguments[arguments.length - 1];
                 axe.run(document, { resultTypes: ['violations'] }).then(
                   (result) => done({
                     checked: result.passes.length,
                     violations: result.violations.map((v) => v.id + ' (' + v.impact + '): ' + v.help + ' at ' +
                       v.nodes.map((n) => n.target.join(' ') + ' [' + (n.any[0] ?? n.all[0] ?? n.none[0])?.message + ']').join('; ')),
                   }),
                   (error) => done({ checked: 0, violations: [String(error)] }));",
                vec![],
            )
            .await?;
        let violations: Vec<&str> =
            found["violations"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if !violations.is_empty() {
            let told = self.failed(format!("{screen}:\n  {}", violations.join("\n  "))).await;
            self.barriers.lock().unwrap_or_else(PoisonError::into_inner).push(told.to_string());
        }
        if found["checked"].as_u64().unwrap_or(0) == 0 {
            return Err(Failure::new(format!("axe on {screen} checked nothing: {found}")));
        }
        Ok(())
    }

    /// A failure with a picture of what was on the screen.
    async fn failed(&self, message: String) -> Failure {
        let moment = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        let name = format!("failed-{}-{moment}", self.process_id());
        match self.picture(&name).await {
            Ok(file) => Failure::new(format!("{message} (picture: {})", file.display())),
            Err(_) => Failure::new(message),
        }
    }
}

/// Selects all, deletes it, types: the driver's own "clear" tells the page nothing.
async fn replace(field: &Element, text: &str) -> Outcome {
    let clear: String =
        [char::from(Key::Control), 'a', char::from(Key::Null), char::from(Key::Backspace)].iter().collect();
    field.send_keys(&clear).await?;
    field.send_keys(text).await?;
    Ok(())
}

/// What passes while a page changes, as words; any other error stays one.
fn passing(error: CmdError) -> Outcome<String> {
    let words = error.to_string();
    // WebKit's driver has words of its own for an element that was replaced between two questions.
    let replaced = ["Stale element", "was not found", "click intercepted"].iter().any(|sign| words.contains(sign));
    let passes = replaced
        || error.is_stale_element_reference()
        || error.is_no_such_element()
        || error.is_element_not_interactable();
    if passes { Ok(words) } else { Err(error.into()) }
}

/// Text with every run of spaces, narrow and unbreakable ones among them, as one space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
