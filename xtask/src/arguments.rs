//! What was typed after `cargo xtask`.

use crate::failure::{Failure, Result, because};

pub struct Arguments {
    own: Vec<String>,
    /// What follows `--`, for a program that we start.
    pub passed_on: Vec<String>,
}

impl Arguments {
    pub fn of_this_process() -> Self {
        Self::new(std::env::args().skip(1))
    }

    fn new(words: impl Iterator<Item = String>) -> Self {
        let mut own: Vec<String> = words.collect();
        let passed_on = match own.iter().position(|word| word == "--") {
            Some(at) => own.drain(at..).skip(1).collect(),
            None => Vec::new(),
        };
        Self { own, passed_on }
    }

    /// The next word, if it is not an option.
    pub fn word(&mut self) -> Option<String> {
        match self.own.first() {
            Some(word) if !word.starts_with("--") => Some(self.own.remove(0)),
            _ => None,
        }
    }

    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.own.len();
        self.own.retain(|word| word != name);
        self.own.len() < before
    }

    /// The value of `--name value` or `--name=value`.
    pub fn option(&mut self, name: &str) -> Result<Option<String>> {
        let prefix = format!("{name}=");
        let Some(at) = self
            .own
            .iter()
            .position(|word| word == name || word.starts_with(&prefix))
        else {
            return Ok(None);
        };
        let word = self.own.remove(at);
        if let Some(value) = word.strip_prefix(&prefix) {
            return Ok(Some(value.to_owned()));
        }
        if at < self.own.len() {
            Ok(Some(self.own.remove(at)))
        } else {
            because(format!("{name} needs a value"))
        }
    }

    /// A port number.
    pub fn port(&mut self, name: &str) -> Result<Option<u16>> {
        self.option(name)?
            .map(|value| match value.parse() {
                Ok(port) if port > 0 => Ok(port),
                _ => Err(Failure::Because(format!(
                    "{name} {value}: a number from 1 to 65535"
                ))),
            })
            .transpose()
    }

    /// A whole number, from 0.
    pub fn number(&mut self, name: &str) -> Result<Option<u32>> {
        self.option(name)?
            .map(|value| {
                value
                    .parse()
                    .map_err(|_| Failure::Because(format!("{name} {value}: a whole number")))
            })
            .transpose()
    }

    /// An error if anything is left that nobody asked for.
    pub fn finish(&self) -> Result {
        match self.own.iter().chain(&self.passed_on).next() {
            None => Ok(()),
            Some(word) => because(format!(
                "`{word}` means nothing here; see `cargo xtask help`"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arguments;

    fn given(line: &str) -> Arguments {
        Arguments::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_flags_and_words() {
        let mut it = given("dev --port=81 --fresh --cloud http://x");
        assert_eq!(it.word().as_deref(), Some("dev"));
        assert!(it.flag("--fresh") && !it.flag("--fresh"));
        assert!(it.port("--port").is_ok_and(|port| port == Some(81)));
        assert!(it.finish().is_err());
        let cloud = it.option("--cloud");
        assert!(cloud.is_ok_and(|url| url.as_deref() == Some("http://x")));
        assert!(it.finish().is_ok());
        let mut it = given("--images 0");
        assert!(it.number("--images").is_ok_and(|count| count == Some(0)));
    }

    #[test]
    fn wrong_values() {
        assert!(given("--port 0").port("--port").is_err());
        assert!(given("--port").port("--port").is_err());
        assert!(given("--images -1").number("--images").is_err());
    }

    #[test]
    fn the_rest_is_passed_on() {
        let it = given("e2e -- --only x");
        assert_eq!(it.passed_on, ["--only", "x"]);
        assert!(it.finish().is_err());
    }
}
