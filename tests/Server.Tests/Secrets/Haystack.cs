namespace Keystile.Server.Tests.Secrets;

/// <summary>What a server left behind: places by their names, and what stands there.</summary>
internal sealed class Haystack
{
    private readonly List<(string Place, byte[] Content)> _places = [];

    public IEnumerable<string> Places => _places.Select(place => place.Place).Distinct();

    public void Add(string place, byte[] content) => _places.Add((place, content));

    /// <summary>A line for each secret that stands somewhere, in whatever spelling.</summary>
    public IReadOnlyList<string> Find(params IEnumerable<Secret> secrets) =>
    [
        .. from secret in secrets
           from spelling in secret.Spellings
           from place in _places
           where place.Content.AsSpan().IndexOf(spelling.Bytes) >= 0
           select $"{secret.Name} {spelling.Way}: {place.Place}",
    ];
}
