//! The list: pages, order, and every filter.

use std::collections::BTreeMap;

use vitrine::api::Pager;
use vitrine::api::images::{self, ListImages};
use vitrine::model::{
    ContainerFormat, DiskFormat, Image, ImageDraft, ImageFilter, ImageStatus, OneOrAll,
    PropertyName, SortDirection, SortKey, SortStyle, Span, Timestamp, Visibility,
};

use crate::cloud::{Cloud, Seen, Who, ensure, new_image, unique};

/// Names of all that a filter finds, in the service's order.
async fn found(who: &Who, filter: ImageFilter) -> Result<Vec<String>, String> {
    let list = ListImages::new(filter).map_err(|problem| format!("{problem:?}"))?;
    let images = all(who, Pager::with_limits(list, 2, 2)).await?;
    Ok(images.into_iter().filter_map(|image| image.name).collect())
}

async fn all(who: &Who, mut pager: Pager) -> Result<Vec<Image>, String> {
    let mut images = Vec::new();
    while let Some(call) = pager.next() {
        match who.ask(&call).await {
            Ok(page) => images.extend(pager.take(page)),
            Err(error) => pager.refused(error).map_err(crate::cloud::words)?,
        }
    }
    Ok(images)
}

/// Records named a, b, … that share a tag of their own.
async fn family(who: &Who, tag: &str, names: &[&str]) -> Result<Vec<Image>, String> {
    let mut images = Vec::new();
    for name in names {
        let mut new = new_image(name);
        new.tags = vec![tag.to_owned(), "contract".to_owned()];
        images.push(who.must(&images::create(&new)).await?);
    }
    Ok(images)
}

async fn clear(who: &Who, images: &[Image]) -> Result<(), String> {
    for image in images {
        who.delete(image).await?;
    }
    Ok(())
}

fn tagged(tag: &str) -> ImageFilter {
    ImageFilter {
        // Two, which the service's own link to the next page would lose.
        tags: vec![tag.to_owned(), "contract".to_owned()],
        sort: vec![(SortKey::Name, SortDirection::Ascending)],
        ..ImageFilter::default()
    }
}

pub async fn pages(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let tag = unique("pages");
    let mine = family(&demo, &tag, &["a", "b", "c", "d"]).await?;
    // An even count: the last page is full, and another is offered.
    let names = found(&demo, tagged(&tag)).await?;
    ensure!(names == ["a", "b", "c", "d"], "found {names:?}");
    clear(&demo, &mine).await?;
    Ok(Seen::Works)
}

pub async fn deleted_marker(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let tag = unique("marker");
    let mine = family(&demo, &tag, &["a", "b", "c", "d", "e"]).await?;
    let list = ListImages::new(tagged(&tag)).map_err(|problem| format!("{problem:?}"))?;
    let mut pager = Pager::with_limits(list, 2, 2);
    let mut names = Vec::new();
    let mut was_refused = false;
    while let Some(call) = pager.next() {
        match demo.ask(&call).await {
            Ok(page) => {
                let is_first = names.is_empty();
                names.extend(pager.take(page).into_iter().filter_map(|image| image.name));
                if is_first {
                    // The marker of the next page.
                    demo.delete(&mine[1]).await?;
                }
            }
            Err(error) => {
                was_refused = true;
                pager.refused(error).map_err(crate::cloud::words)?;
            }
        }
    }
    ensure!(
        was_refused,
        "the service knows a deleted marker: this proves nothing"
    );
    ensure!(names == ["a", "b", "c", "d", "e"], "found {names:?}");
    for image in [&mine[0], &mine[2], &mine[3], &mine[4]] {
        demo.delete(image).await?;
    }
    Ok(Seen::Works)
}

pub async fn order(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let tag = unique("order");
    let mine = family(&demo, &tag, &["b", "a", "c"]).await?;
    for key in [
        SortKey::Name,
        SortKey::Status,
        SortKey::ContainerFormat,
        SortKey::DiskFormat,
        SortKey::Id,
        SortKey::CreatedAt,
        SortKey::UpdatedAt,
    ] {
        for sort_style in [SortStyle::Short, SortStyle::Classic] {
            let filter = |direction| ImageFilter {
                sort: vec![(key, direction), (SortKey::Name, direction)],
                sort_style,
                ..tagged(&tag)
            };
            let up = found(&demo, filter(SortDirection::Ascending)).await?;
            let mut down = found(&demo, filter(SortDirection::Descending)).await?;
            down.reverse();
            ensure!(up.len() == 3 && up == down, "{key:?}: {up:?}, {down:?}");
            if key == SortKey::Name {
                ensure!(up == ["a", "b", "c"], "by name: {up:?}");
            }
        }
    }
    clear(&demo, &mine).await?;
    Ok(Seen::Works)
}

pub async fn names(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let tag = unique("names");
    let odd = ["a,b", "eq:x", "in:a", "q\"uote", "ubuntu:22.04", "ü & + %"];
    let mine = family(&demo, &tag, &odd).await?;
    for name in odd {
        let one = ImageFilter {
            names: vec![name.to_owned()],
            ..tagged(&tag)
        };
        let names = found(&demo, one).await?;
        ensure!(names == [name], "asked for {name}, found {names:?}");
    }
    let several = ImageFilter {
        names: vec![
            "a,b".to_owned(),
            "ubuntu:22.04".to_owned(),
            "nobody".to_owned(),
        ],
        ..tagged(&tag)
    };
    let names = found(&demo, several).await?;
    ensure!(names == ["a,b", "ubuntu:22.04"], "found {names:?}");
    let quoted = ImageFilter {
        names: vec!["a,b".to_owned(), "q\"uote".to_owned()],
        ..tagged(&tag)
    };
    let names = found(&demo, quoted).await?;
    ensure!(names == ["a,b", "q\"uote"], "found {names:?}");
    let by_the_rest = ImageFilter {
        ids: vec![mine[0].id.clone(), mine[1].id.clone()],
        statuses: vec![ImageStatus::Queued, ImageStatus::Saving],
        disk_formats: vec![DiskFormat::Raw],
        container_formats: vec![ContainerFormat::Bare, ContainerFormat::Ovf],
        ..tagged(&tag)
    };
    let names = found(&demo, by_the_rest).await?;
    ensure!(names == ["a,b", "eq:x"], "found {names:?}");
    clear(&demo, &mine).await?;
    Ok(Seen::Works)
}

pub async fn flags(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let tag = unique("flags");
    let mine = family(&demo, &tag, &["community", "hidden", "plain", "protected"]).await?;
    let change = |image: &Image, change: fn(&mut ImageDraft)| {
        let shown = ImageDraft::of(image);
        let mut wanted = shown.clone();
        change(&mut wanted);
        images::update(&image.id, &shown.patch_to(&wanted))
    };
    demo.must(&change(&mine[0], |d| d.visibility = Visibility::Community))
        .await?;
    demo.must(&change(&mine[1], |d| d.os_hidden = true)).await?;
    demo.must(&change(&mine[3], |d| d.protected = true)).await?;
    let cases: [(ImageFilter, &[&str]); 6] = [
        (tagged(&tag), &["community", "plain", "protected"]),
        (
            ImageFilter {
                os_hidden: Some(true),
                ..tagged(&tag)
            },
            &["hidden"],
        ),
        (
            ImageFilter {
                protected: Some(true),
                ..tagged(&tag)
            },
            &["protected"],
        ),
        (
            ImageFilter {
                visibility: Some(OneOrAll::One(Visibility::Shared)),
                ..tagged(&tag)
            },
            &["plain", "protected"],
        ),
        (
            ImageFilter {
                visibility: Some(OneOrAll::All),
                owner: Some(demo.project.clone()),
                ..tagged(&tag)
            },
            &["community", "plain", "protected"],
        ),
        (
            ImageFilter {
                owner: Some("nobody".to_owned()),
                ..tagged(&tag)
            },
            &[],
        ),
    ];
    for (filter, expected) in cases {
        let names = found(&demo, filter.clone()).await?;
        ensure!(names == expected, "{filter:?}: found {names:?}");
    }
    let alt = cloud.glance("alt").await?;
    let seen = found(
        &alt,
        ImageFilter {
            visibility: Some(OneOrAll::One(Visibility::Community)),
            ..tagged(&tag)
        },
    );
    let seen = seen.await?;
    ensure!(seen == ["community"], "others see {seen:?}");
    let held = demo.must(&images::show(&mine[3].id)).await?;
    demo.must(&change(&held, |d| d.protected = false)).await?;
    clear(&demo, &mine).await?;
    Ok(Seen::Works)
}

pub async fn values(cloud: Cloud) -> Result<Seen, String> {
    let demo = cloud.glance("demo").await?;
    let tag = unique("values");
    let mine = family(&demo, &tag, &["empty", "four", "nine"]).await?;
    demo.put(&mine[1], b"four").await?;
    demo.put(&mine[2], b"nine-byte").await?;
    let property = |name: &str| PropertyName::parse(name).map_err(|p| format!("{p:?}"));
    let shown = ImageDraft::of(&demo.must(&images::show(&mine[1].id)).await?);
    let mut wanted = shown.clone();
    wanted
        .properties
        .insert(property("os_distro")?, "in:ü".to_owned());
    demo.must(&images::update(&mine[1].id, &shown.patch_to(&wanted)))
        .await?;
    let created = mine[0].created_at.as_deref().and_then(Timestamp::parse);
    let created = created.ok_or("no created_at")?;
    let span = |from, to| Span {
        from: Some(Timestamp(created.0 + from)),
        to: Some(Timestamp(created.0 + to)),
    };
    let base = || tagged(&tag);
    let cases: [(ImageFilter, &[&str]); 6] = [
        (
            ImageFilter {
                size_min: Some(5),
                ..base()
            },
            &["nine"],
        ),
        (
            ImageFilter {
                size_min: Some(4),
                size_max: Some(8),
                ..base()
            },
            &["four"],
        ),
        (
            ImageFilter {
                created_at: span(-60, 60),
                ..base()
            },
            &["empty", "four", "nine"],
        ),
        (
            ImageFilter {
                created_at: span(-120, -60),
                ..base()
            },
            &[],
        ),
        (
            ImageFilter {
                updated_at: span(3600, 7200),
                ..base()
            },
            &[],
        ),
        (
            ImageFilter {
                properties: BTreeMap::from([("os_distro".to_owned(), "in:ü".to_owned())]),
                ..base()
            },
            &["four"],
        ),
    ];
    for (filter, expected) in cases {
        let names = found(&demo, filter.clone()).await?;
        ensure!(names == expected, "{filter:?}: found {names:?}");
    }
    clear(&demo, &mine).await?;
    Ok(Seen::Works)
}
