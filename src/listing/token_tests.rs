//! Filters as they are typed, and back.

use super::*;

fn text(value: &str) -> String {
    value.to_owned()
}

#[test]
fn what_is_typed_is_the_filter_that_was_meant() {
    let distro = || Field::Property(text("os_distro"));
    for (typed, field, op, values) in [
        (
            "status=active,queued",
            Field::Status,
            Op::Is,
            &["active", "queued"][..],
        ),
        (
            " status = Active , queued",
            Field::Status,
            Op::Is,
            &["active", "queued"],
        ),
        ("status!=killed", Field::Status, Op::IsNot, &["killed"]),
        ("name~ubuntu", Field::Name, Op::Contains, &["ubuntu"]),
        ("name^=ubuntu", Field::Name, Op::StartsWith, &["ubuntu"]),
        ("name=a=b~c", Field::Name, Op::Is, &["a=b~c"]),
        ("size>=10GiB", Field::Size, Op::AtLeast, &["10GiB"]),
        ("size>10KiB", Field::Size, Op::AtLeast, &["10241B"]),
        ("min_ram<1", Field::MinRam, Op::AtMost, &["1048575B"]),
        (
            "created_at<2026-01-01",
            Field::Created,
            Op::OlderThan,
            &["2026-01-01"],
        ),
        (
            "created_at>=2026-01-01",
            Field::Created,
            Op::NewerThan,
            &["2026-01-01"],
        ),
        ("updated_at<90d", Field::Updated, Op::OlderThan, &["90d"]),
        ("tag=a,b", Field::Tag, Op::Is, &["a", "b"]),
        ("tag*=a,b", Field::Tag, Op::AllOf, &["a", "b"]),
        ("tag=a\\,b,c\\\\", Field::Tag, Op::Is, &["a,b", "c\\"]),
        ("tag=", Field::Tag, Op::Is, &[""]),
        ("protected=TRUE", Field::Protected, Op::Is, &["yes"]),
        ("hidden=yes", Field::Hidden, Op::Is, &["yes"]),
        ("os_distro=ubuntu", distro(), Op::Is, &["ubuntu"]),
        (
            "property:os_distro!=ubuntu",
            distro(),
            Op::IsNot,
            &["ubuntu"],
        ),
        (
            "property:name=x",
            Field::Property(text("name")),
            Op::Is,
            &["x"],
        ),
        ("a\\=b=c", Field::Property(text("a=b")), Op::Is, &["c"]),
        (
            "wow! yes=c",
            Field::Property(text("wow! yes")),
            Op::Is,
            &["c"],
        ),
    ] {
        let values = values.iter().map(|value| text(value)).collect();
        assert_eq!(
            Token::read(typed),
            Ok(Token::Known { field, op, values }),
            "{typed}"
        );
    }
}

#[test]
fn what_is_no_filter_says_why_and_is_kept() {
    for (typed, problem) in [
        ("ubuntu", TokenProblem::NoOperator),
        ("wow!", TokenProblem::NoOperator),
        ("a\\=b", TokenProblem::NoOperator),
        (" =x", TokenProblem::NoField),
        ("size~1", TokenProblem::Operator(Field::Size, Op::Contains)),
        (
            "os_distro<1",
            TokenProblem::Operator(Field::Property(text("os_distro")), Op::OlderThan),
        ),
        ("size<0", TokenProblem::Operator(Field::Size, Op::OlderThan)),
        ("size>=1,2", TokenProblem::OneValue),
        ("hidden=yes,no", TokenProblem::OneValue),
        ("member_status=pending,rejected", TokenProblem::OneValue),
        ("name~", TokenProblem::Empty),
        ("hidden=", TokenProblem::Empty),
        ("visibility=", TokenProblem::Empty),
        ("hidden=maybe", TokenProblem::NotYesOrNo(text("maybe"))),
        ("size>=big", TokenProblem::Amount(AmountProblem::NotANumber)),
        (
            "updated_at<2026-02-30",
            TokenProblem::Moment(MomentProblem::NoSuchDay),
        ),
        (
            "visibility!=all",
            TokenProblem::UnknownWord(
                text("all"),
                ["shared", "private", "community", "public"]
                    .map(text)
                    .to_vec(),
            ),
        ),
        (
            "member_status=open",
            TokenProblem::UnknownWord(
                text("open"),
                ["pending", "accepted", "rejected", "all"]
                    .map(text)
                    .to_vec(),
            ),
        ),
    ] {
        assert_eq!(Token::read(typed), Err(problem), "{typed}");
        let kept = Token::parse(typed);
        assert_eq!(kept, Token::Unreadable(text(typed)));
        assert_eq!(kept.to_string(), typed);
    }
}

/// Always the same numbers.
struct Lot(u64);

impl Lot {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).expect("fits") % limit
    }

    fn text(&mut self) -> String {
        const SIGNS: [char; 20] = [
            'a', 'B', '0', ' ', '\t', ',', '\\', '=', '!', '<', '>', '~', '^', '*', ':', '"', 'ß',
            'İ', '🐧', '\u{a0}',
        ];
        let length = 1 + self.below(6);
        (0..length)
            .map(|_| SIGNS[self.below(SIGNS.len())])
            .collect()
    }

    fn value(&mut self, field: &Field) -> String {
        const AMOUNTS: [&str; 4] = ["0", "10 GiB", "1.5G", "7MB"];
        const TIMES: [&str; 4] = ["90d", "2026-01-01", "2026-01-01T10:00", "6 mo"];
        const WORDS: [&str; 3] = ["shared", "public", "community"];
        match field.kind() {
            FieldKind::Text => self.text(),
            FieldKind::Amount(_) => text(AMOUNTS[self.below(4)]),
            FieldKind::Time => text(TIMES[self.below(4)]),
            FieldKind::Flag => text(["yes", "no"][self.below(2)]),
            FieldKind::Word if *field == Field::Visibility => text(WORDS[self.below(3)]),
            FieldKind::Word => text("pending"),
        }
    }
}

#[test]
fn every_filter_reads_back_as_itself() {
    let mut lot = Lot(7);
    for round in 0..20_000 {
        let field = match lot.below(3) {
            0 => Field::Property(lot.text()),
            1 => Field::Property(Field::FIXED[lot.below(Field::FIXED.len())].key()),
            _ => Field::FIXED[lot.below(Field::FIXED.len())].clone(),
        };
        let op = field.ops()[lot.below(field.ops().len())];
        let is_alone = matches!(field.kind(), FieldKind::Flag) || field == Field::MemberStatus;
        let count = if op.takes_several() && !is_alone {
            1 + lot.below(3)
        } else {
            1
        };
        let values = (0..count).map(|_| lot.value(&field)).collect();
        let token = Token::new(field, op, values).expect("is a filter");
        let written = token.to_string();
        assert_eq!(Token::read(&written), Ok(token), "round {round}: {written}");
    }
}
