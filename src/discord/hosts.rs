//! Where a token may go: to Discord, or to the one server that the settings name instead.

use url::{Host, Url};

use super::start::Ended;
use crate::config::Api;

/// Discord's gateways. <https://discord.com/developers/docs/events/gateway#connecting>
const GATEWAYS: &str = "discord.gg";

/// Checks the gateway's address that `asked` has named.
pub(super) fn check(api: &Api, asked: &'static str, address: &str) -> Result<(), Ended> {
    let belongs = Url::parse(address).is_ok_and(|url| match api {
        Api::Official => url.scheme() == "wss" && url.host_str().is_some_and(is_discords),
        Api::At(api) => {
            let secret = url.scheme() == "wss"
                || (url.scheme() == "ws" && url.host().is_some_and(|host| is_this_machine(&host)));
            secret && url.host() == api.host()
        }
    });
    if belongs { Ok(()) } else { Err(Ended::ForeignGateway { asked, address: address.chars().take(200).collect() }) }
}

fn is_discords(host: &str) -> bool {
    host == GATEWAYS || host.strip_suffix(GATEWAYS).is_some_and(|rest| rest.ends_with('.'))
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn belongs(api: &Api, address: &str) -> bool {
        check(api, "GET /gateway", address).is_ok()
    }

    #[test]
    fn discords_own_gateways_are_encrypted_and_under_its_domain() {
        for address in ["wss://gateway.discord.gg", "wss://gateway-us-east1-b.discord.gg/?v=10"] {
            assert!(belongs(&Api::Official, address), "{address}");
        }
        for address in ["ws://gateway.discord.gg", "wss://discord.gg.example", "wss://evildiscord.gg", "nonsense", ""] {
            assert!(!belongs(&Api::Official, address), "{address}");
        }
    }

    #[test]
    fn a_test_server_names_itself_and_plainly_only_on_this_machine() {
        let local = Api::At(Url::parse("http://127.0.0.1:8080").unwrap());
        assert!(belongs(&local, "ws://127.0.0.1:8081"));
        assert!(!belongs(&local, "wss://gateway.discord.gg"));
        assert!(!belongs(&local, "ws://127.0.0.2:8081"));
        let proxy = Api::At(Url::parse("https://proxy.example").unwrap());
        assert!(belongs(&proxy, "wss://proxy.example/ws"));
        assert!(!belongs(&proxy, "ws://proxy.example/ws"));
    }
}
