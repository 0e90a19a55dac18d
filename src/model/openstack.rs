//! The same deeds by openstackclient, as lines for a POSIX shell. The client signs in
//! by itself; no line ever holds a token.

use super::commands::quote;
use super::{Field, FieldChange, FieldValue, Import, ImportSource, ImportStores, Visibility};

/// One command: what comes after `openstack`, each word as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenstackCommand(Vec<String>);

impl OpenstackCommand {
    #[must_use]
    pub fn new<S: Into<String>>(words: impl IntoIterator<Item = S>) -> Self {
        Self(words.into_iter().map(Into::into).collect())
    }

    /// The line to type. `region`: where to look, if the client's own default may be
    /// another.
    #[must_use]
    pub fn line(&self, region: Option<&str>) -> String {
        let program = match region {
            Some(region) => format!("openstack --os-region-name={}", quote(region)),
            None => "openstack".to_owned(),
        };
        let words = self.0.iter().map(|word| quote(word));
        std::iter::once(program)
            .chain(words)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// What an edit comes to: one command that sets, and one that takes away. A client
/// can't say that a name or a format is to be nothing; that is left out.
#[must_use]
pub fn edit_commands(id: &str, changes: &[FieldChange]) -> Vec<OpenstackCommand> {
    let (mut set, mut unset) = (Vec::new(), Vec::new());
    for change in changes {
        match (&change.field, &change.to) {
            (Field::Property(name), FieldValue::Unset) => {
                unset.extend(["--property".to_owned(), name.as_str().to_owned()]);
            }
            (Field::Property(name), FieldValue::Text(value)) => {
                set.extend([
                    "--property".to_owned(),
                    format!("{}={value}", name.as_str()),
                ]);
            }
            (Field::Tags, FieldValue::Words(to)) => {
                let FieldValue::Words(from) = &change.from else {
                    continue;
                };
                let each = |tag: &String| ["--tag".to_owned(), tag.clone()];
                set.extend(to.difference(from).flat_map(each));
                unset.extend(from.difference(to).flat_map(each));
            }
            (field, to) => set.extend(attribute(field, to)),
        }
    }
    let command = |verb: &str, mut options: Vec<String>| {
        let mut words = vec!["image".to_owned(), verb.to_owned()];
        words.append(&mut options);
        words.push(id.to_owned());
        OpenstackCommand(words)
    };
    let both = [("set", set), ("unset", unset)].into_iter();
    both.filter(|(_, options)| !options.is_empty())
        .map(|(verb, options)| command(verb, options))
        .collect()
}

/// An import of an image that is there.
#[must_use]
pub fn import_command(id: &str, import: &Import) -> OpenstackCommand {
    let mut words = vec!["image".to_owned(), "import".to_owned()];
    let mut option = |name: &str, value: &str| words.extend([name.to_owned(), value.to_owned()]);
    option("--method", import.source.method().as_str());
    match &import.source {
        ImportSource::Web { uri } => option("--uri", uri),
        ImportSource::OtherRegion {
            region, image_id, ..
        } => {
            option("--remote-region", region);
            option("--remote-image", image_id);
        }
        ImportSource::Staged | ImportSource::OwnStores => {}
    }
    let all_must_succeed = match &import.stores {
        ImportStores::Default => true,
        ImportStores::These {
            ids,
            all_must_succeed,
        } => {
            ids.iter().for_each(|id| option("--store", id));
            *all_must_succeed
        }
        ImportStores::All { all_must_succeed } => {
            words.push("--all-stores".to_owned());
            *all_must_succeed
        }
    };
    if !all_must_succeed {
        words.push("--allow-failure".to_owned());
    }
    words.push(id.to_owned());
    OpenstackCommand(words)
}

fn attribute(field: &Field, to: &FieldValue) -> Vec<String> {
    let option = |name: &str, value: String| vec![name.to_owned(), value];
    match (field, to) {
        (Field::Protected, FieldValue::Flag(is)) => {
            vec![if *is { "--protected" } else { "--unprotected" }.to_owned()]
        }
        (Field::Hidden, FieldValue::Flag(is)) => {
            vec![if *is { "--hidden" } else { "--unhidden" }.to_owned()]
        }
        (Field::Visibility, FieldValue::Text(word)) => {
            let is_known = Visibility::KNOWN.iter().any(|known| known.as_str() == word);
            if is_known {
                vec![format!("--{word}")]
            } else {
                Vec::new()
            }
        }
        (Field::Name, FieldValue::Text(name)) => option("--name", name.clone()),
        (Field::Owner, FieldValue::Text(owner)) => option("--project", owner.clone()),
        (Field::DiskFormat, FieldValue::Text(format)) => option("--disk-format", format.clone()),
        (Field::ContainerFormat, FieldValue::Text(format)) => {
            option("--container-format", format.clone())
        }
        (Field::MinDisk, FieldValue::Number(gib)) => option("--min-disk", gib.to_string()),
        (Field::MinRam, FieldValue::Number(mib)) => option("--min-ram", mib.to_string()),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{Image, ImageDraft, PropertyName};

    fn lines(change: impl FnOnce(&mut ImageDraft)) -> Vec<String> {
        let image: Image = serde_json::from_value(json!({
            "id": "i1", "status": "active", "visibility": "shared", "name": "n",
            "tags": ["a"], "os_distro": "debian"
        }))
        .expect("decodes");
        let shown = ImageDraft::of(&image);
        let mut wanted = shown.clone();
        change(&mut wanted);
        let commands = edit_commands("i1", &shown.changes_to(&wanted));
        commands.iter().map(|command| command.line(None)).collect()
    }

    #[test]
    fn an_edit_sets_and_takes_away() {
        let name = |name| PropertyName::parse(name).expect("is legal");
        assert_eq!(lines(|_| {}), [""; 0]);
        let said = lines(|wanted| {
            wanted.name = Some("it's".to_owned());
            wanted.protected = true;
            wanted.visibility = Visibility::Private;
            wanted.min_ram = 512;
            wanted.tags = ["b".to_owned()].into();
            wanted.properties.remove(&name("os_distro"));
            wanted.properties.insert(name("a b"), "x y".to_owned());
        });
        assert_eq!(
            said,
            [
                r"openstack image set --name 'it'\''s' --private --protected --min-ram 512 --tag b --property 'a b=x y' i1",
                "openstack image unset --tag a --property os_distro i1",
            ]
        );
    }

    #[test]
    fn an_import_names_its_source_and_stores() {
        let import = Import {
            source: ImportSource::OtherRegion {
                region: "Two".to_owned(),
                image_id: "i2".to_owned(),
                interface: None,
            },
            stores: ImportStores::These {
                ids: vec!["fast".to_owned(), "slow".to_owned()],
                all_must_succeed: false,
            },
        };
        assert_eq!(
            import_command("i1", &import).line(None),
            "openstack image import --method glance-download --remote-region Two \
             --remote-image i2 --store fast --store slow --allow-failure i1"
        );
    }

    #[test]
    fn a_region_is_named_where_there_are_several() {
        let command = OpenstackCommand::new(["image", "delete", "i1"]);
        assert_eq!(
            command.line(Some("Region Two")),
            "openstack --os-region-name='Region Two' image delete i1"
        );
    }
}
