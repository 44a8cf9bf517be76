//! Which networks are closed: no news site is there, and a hostile link must not lead there.
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use dateline::lexicon::{Data, Error};

const FILE: &str = "fetch/networks.tsv";
/// The addresses that are given out to the world.
const GLOBAL: Net = Net { v6: true, base: 0x2000 << 112, length: 3 };

/// The closed networks of `data/fetch/networks.tsv`.
#[derive(Clone, Debug)]
pub struct Networks {
    closed: Vec<(Net, String)>,
}

#[derive(Clone, Copy, Debug)]
struct Net {
    v6: bool,
    base: u128,
    length: u32,
}

impl Networks {
    pub fn load(data: &Data) -> Result<Networks, Error> {
        let table = data.tsv(FILE)?;
        let (network, kind) = (table.column("network")?, table.column("kind")?);
        let mut closed = Vec::new();
        for row in table.rows() {
            let cell = row.cell(network);
            let net = Net::parse(cell)
                .ok_or_else(|| table.error(row, format!("`{cell}` is no network like 10.0.0.0/8")))?;
            closed.push((net, row.cell(kind).to_owned()));
        }
        Ok(Networks { closed })
    }

    /// The kind of the closed network that the address is in; none if the address is open.
    pub fn closed(&self, ip: IpAddr) -> Option<&str> {
        let ip = match ip {
            IpAddr::V6(v6) => inner_v4(v6).map_or(ip, IpAddr::V4),
            IpAddr::V4(_) => ip,
        };
        if let Some((_, kind)) = self.closed.iter().find(|(net, _)| net.holds(ip)) {
            return Some(kind);
        }
        (ip.is_ipv6() && !GLOBAL.holds(ip)).then_some("not of the public internet")
    }
}

/// The IPv4 address that a mapped (RFC 4291) or translated (RFC 6052) address stands for.
fn inner_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let translated = ip.segments()[..6] == [0x64, 0xff9b, 0, 0, 0, 0];
    let low = || Ipv4Addr::from_bits((ip.to_bits() & u128::from(u32::MAX)) as u32);
    ip.to_ipv4_mapped().or_else(|| translated.then(low))
}

impl Net {
    /// "10.0.0.0/8", with no bit set behind the prefix.
    fn parse(text: &str) -> Option<Net> {
        let (base, length) = text.split_once('/')?;
        let (v6, base) = bits(base.parse().ok()?);
        let length = length.parse().ok()?;
        let net = Net { v6, base, length };
        let width = if v6 { 128 } else { 32 };
        (length <= width && net.prefix(base) == base).then_some(net)
    }

    fn holds(self, ip: IpAddr) -> bool {
        let (v6, bits) = bits(ip);
        v6 == self.v6 && self.prefix(bits) == self.base
    }

    fn prefix(self, bits: u128) -> u128 {
        let width = if self.v6 { 128 } else { 32 };
        let kept = u128::MAX.checked_shl(width - self.length.min(width)).unwrap_or(0);
        bits & kept
    }
}

fn bits(ip: IpAddr) -> (bool, u128) {
    match ip {
        IpAddr::V4(v4) => (false, u128::from(v4.to_bits())),
        IpAddr::V6(v6) => (true, v6.to_bits()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ip: &str, closed: bool) {
        let networks = Networks::load(&Data::embedded()).unwrap();
        assert_eq!(networks.closed(ip.parse().unwrap()).is_some(), closed, "{ip}");
    }

    #[test]
    fn the_first_and_last_address_of_each_network_is_closed_and_its_neighbours_are_open() {
        for (first, last) in [
            ("0.0.0.0", "0.255.255.255"),
            ("10.0.0.0", "10.255.255.255"),
            ("100.64.0.0", "100.127.255.255"),
            ("127.0.0.0", "127.255.255.255"),
            ("169.254.0.0", "169.254.255.255"),
            ("172.16.0.0", "172.31.255.255"),
            ("192.0.0.0", "192.0.0.255"),
            ("192.168.0.0", "192.168.255.255"),
            ("198.18.0.0", "198.19.255.255"),
            ("224.0.0.0", "255.255.255.255"),
        ] {
            check(first, true);
            check(last, true);
        }
        for ip in [
            "1.0.0.0",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
        ] {
            check(ip, false);
        }
    }

    #[test]
    fn metadata_services_are_closed() {
        for ip in ["169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254"] {
            check(ip, true);
        }
    }

    #[test]
    fn ipv6_that_stands_for_ipv4_is_that_ipv4() {
        check("::ffff:127.0.0.1", true);
        check("::ffff:8.8.8.8", false);
        check("64:ff9b::a00:1", true);
        check("64:ff9b::8.8.8.8", false);
    }

    #[test]
    fn ipv6_outside_of_the_public_internet_is_closed() {
        for ip in [
            "::",
            "::1",
            "::127.0.0.1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "ff02::1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
        ] {
            check(ip, true);
        }
        for ip in ["2001:200::1", "2606:4700::1111", "2a00:1450::1", "3ffe::1"] {
            check(ip, false);
        }
    }

    #[test]
    fn a_wrong_network_is_named_with_its_line() {
        for wrong in ["10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "x/8"] {
            let text: &'static str = format!("network\tkind\n{wrong}\tx\n").leak();
            let error = Networks::load(&Data::from_files([(FILE, text)])).unwrap_err();
            assert_eq!(error.line, 2, "{wrong}");
        }
    }
}
