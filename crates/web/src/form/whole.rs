//! Answers that must all be there before a page can go on.

/// One answer, or several, that were read from a form.
pub trait Complete {
    /// The same without the `Option`.
    type Whole;
    /// `None` when one is missing.
    fn whole(self) -> Option<Self::Whole>;
}

impl<T> Complete for Option<T> {
    type Whole = T;
    fn whole(self) -> Option<T> {
        self
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name),+> Complete for ($(Option<$name>,)+) {
            type Whole = ($($name,)+);
            #[expect(non_snake_case, reason = "the letters name both the type and its value")]
            fn whole(self) -> Option<Self::Whole> {
                let ($($name,)+) = self;
                Some(($($name?,)+))
            }
        }
    };
}

tuples!(A);
tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
