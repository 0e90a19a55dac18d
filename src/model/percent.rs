//! Percent-encoding of what goes into a path segment or a query (RFC 3986).

/// Encodes everything but RFC 3986's unreserved characters, byte by byte of UTF-8.
#[must_use]
pub fn encode_component(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encode_component;

    #[test]
    fn nothing_can_break_out_of_its_place() {
        assert_eq!(encode_component("a/b?c=d&e#f"), "a%2Fb%3Fc%3Dd%26e%23f");
        assert_eq!(encode_component("é 日"), "%C3%A9%20%E6%97%A5");
        assert_eq!(encode_component("a-b_c.d~e"), "a-b_c.d~e");
    }
}
