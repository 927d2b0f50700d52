//! What a hop costs before anything is read: how seldom it happens.

use crate::encoding::codec::Codec;

/// What a second and a third hop cost beyond their price.
pub(super) const FURTHER_HOP: i32 = 50;
/// The price of UTF-16 in the wrong order.
pub(super) const SWAPPED: i32 = 80;
/// What a byte costs that is given back.
pub(super) const RESTORED: i32 = 10;

/// The price of a hop: how seldom text is read as the one encoding, and how seldom it is in the
/// other, in tenths of a nat.
pub(in crate::encoding) fn price(read_as: Codec, meant: Codec) -> i32 {
    if (read_as, meant) == (Codec::Latin1, Codec::Windows1252) {
        // No text has control characters on purpose.
        return 10;
    }
    read_as_price(read_as) + meant_price(meant)
}

pub(super) fn read_as_price(codec: Codec) -> i32 {
    match codec {
        Codec::Latin1 | Codec::Windows1252 => 10,
        Codec::Gb18030 => 20,
        Codec::Windows1251 | Codec::Windows1250 => 25,
        Codec::Big5 | Codec::ShiftJis | Codec::EucKr | Codec::Windows1253 | Codec::Macintosh => 35,
        Codec::Windows1254 | Codec::Koi8R | Codec::Ibm866 | Codec::Ibm437 | Codec::Ibm850 => 40,
        Codec::EucJp | Codec::Windows874 | Codec::Windows1255 | Codec::Windows1256 => 45,
        Codec::Windows1257 | Codec::Windows1258 | Codec::Iso8859_2 | Codec::Iso8859_15 => 50,
        _ => 70,
    }
}

pub(super) const fn meant_price(codec: Codec) -> i32 {
    match codec {
        Codec::Utf8 => 0,
        Codec::Cesu8 => 20,
        Codec::Gb18030 | Codec::Windows1251 => 30,
        Codec::Big5 | Codec::EucKr | Codec::ShiftJis | Codec::EucJp | Codec::Koi8R => 40,
        Codec::Windows1250 => 40,
        Codec::Windows1253 | Codec::Windows1255 | Codec::Windows1256 | Codec::Windows874 => 45,
        Codec::Windows1252 => 50,
        Codec::Windows1254 => 55,
        Codec::Ibm866 | Codec::Koi8U | Codec::Utf16Le | Codec::Utf16Be => 55,
        Codec::Macintosh | Codec::Ibm437 | Codec::Ibm850 | Codec::Iso8859_2 => 65,
        _ => 80,
    }
}
