//! Cells as PostgreSQL sends and takes them.
use std::error::Error;

use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::cell::Cell;

/// What stands in the place of U+0000, which PostgreSQL cannot keep in a text.
const NO_NUL: &str = "\u{fffd}";

type Failure = Box<dyn Error + Sync + Send>;

impl ToSql for Cell {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match (self, kind) {
            (Cell::Null, _) => Ok(IsNull::Yes),
            (Cell::Int(number), &Type::INT8) => number.to_sql(kind, out),
            (Cell::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(kind, out),
            (Cell::Int(number), &Type::FLOAT8) => (*number as f64).to_sql(kind, out),
            (Cell::Int(number), &Type::TEXT) => number.to_string().to_sql(kind, out),
            (Cell::Real(number), &Type::FLOAT8) => number.to_sql(kind, out),
            (Cell::Text(text), &Type::TEXT) if text.contains('\0') => {
                text.replace('\0', NO_NUL).to_sql(kind, out)
            }
            (Cell::Text(text), &Type::TEXT) => text.to_sql(kind, out),
            (Cell::Blob(bytes), &Type::BYTEA) => bytes.to_sql(kind, out),
            _ => Err(format!("a value is of another kind than the {kind} that is kept there").into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::INT4, Type::FLOAT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Cell {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> Result<Cell, Failure> {
        Ok(match *kind {
            Type::INT8 => Cell::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(kind, raw)?.into()),
            Type::BOOL => Cell::from(bool::from_sql(kind, raw)?),
            Type::FLOAT8 => Cell::Real(f64::from_sql(kind, raw)?),
            Type::BYTEA => Cell::Blob(raw.to_vec()),
            // The sum of whole numbers.
            Type::NUMERIC => numeric(raw).ok_or("a number is too large")?,
            _ => Cell::Text(String::from_utf8(raw.to_vec())?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Cell, Failure> {
        Ok(Cell::Null)
    }

    fn accepts(kind: &Type) -> bool {
        let known = [
            Type::INT8,
            Type::INT4,
            Type::BOOL,
            Type::FLOAT8,
            Type::BYTEA,
            Type::NUMERIC,
            Type::TEXT,
            Type::VARCHAR,
            Type::NAME,
        ];
        known.contains(kind)
    }
}

/// A number of any length: how many digits of four figures there are, the power of the first, the sign, the figures
/// behind the point, the digits.
fn numeric(raw: &[u8]) -> Option<Cell> {
    let mut parts = raw.chunks_exact(2).map(|pair| i64::from(i16::from_be_bytes([pair[0], pair[1]])));
    let (count, power, sign, scale) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let digits: Vec<i64> = parts.take(count as usize).collect();
    let is_negative = sign == 0x4000;
    if scale > 0 {
        let size: f64 =
            digits.iter().zip(0..).map(|(digit, n)| *digit as f64 * 10_000_f64.powi(power as i32 - n)).sum();
        return Some(Cell::Real(if is_negative { -size } else { size }));
    }
    let mut size: i64 = 0;
    for place in 0..=power {
        let digit = digits.get(place as usize).copied().unwrap_or(0);
        size = size.checked_mul(10_000)?.checked_add(digit)?;
    }
    Some(Cell::Int(if is_negative { -size } else { size }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parts: &[i16], expected: Cell) {
        let raw: Vec<u8> = parts.iter().flat_map(|part| part.to_be_bytes()).collect();
        assert_eq!(numeric(&raw), Some(expected));
    }

    #[test]
    fn sums_are_numbers() {
        check(&[0, 0, 0, 0], Cell::Int(0));
        check(&[2, 1, 0, 0, 12, 34], Cell::Int(120_034));
        check(&[1, 1, 0x4000, 0, 5], Cell::Int(-50_000));
        check(&[2, 0, 0, 1, 2, 5000], Cell::Real(2.5));
    }

    #[test]
    fn texts_have_no_nul() {
        let mut out = BytesMut::new();
        Cell::from("a\0b").to_sql(&Type::TEXT, &mut out).unwrap();
        assert_eq!(&out[..], "a\u{fffd}b".as_bytes());
    }
}
