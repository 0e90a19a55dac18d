//! The comparisons of filters.

/// How a token's values are compared with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// One of the values. An empty value means that the image has none.
    Is,
    /// None of the values.
    IsNot,
    Contains,
    StartsWith,
    AtLeast,
    AtMost,
    /// Before a moment.
    OlderThan,
    /// At a moment or after it.
    NewerThan,
    /// Every one of the values.
    AllOf,
}

impl Op {
    /// As it is written between field and values.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Is => "=",
            Self::IsNot => "!=",
            Self::Contains => "~",
            Self::StartsWith => "^=",
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::OlderThan => "<",
            Self::NewerThan => ">",
            Self::AllOf => "*=",
        }
    }

    /// Whether it takes several values.
    #[must_use]
    pub fn takes_several(self) -> bool {
        matches!(
            self,
            Self::Is | Self::IsNot | Self::AllOf | Self::Contains | Self::StartsWith
        )
    }
}
