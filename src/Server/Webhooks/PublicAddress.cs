using System.Net;

namespace Keystile.Server.Webhooks;

/// <summary>Which addresses belong to the Internet at large. All others lead into this machine or its own network, where a webhook has no business.</summary>
internal static class PublicAddress
{
    // RFC 6890 and its registries: own network, loopback, link-local, carriers' NAT, protocols, documentation, benchmarks, relays, multicast, reserved.
    private static readonly IPNetwork[] s_notPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork s_global = IPNetwork.Parse("2000::/3");

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || s_global.Contains(address)) && !s_notPublic.Any(network => network.Contains(address));
    }
}
