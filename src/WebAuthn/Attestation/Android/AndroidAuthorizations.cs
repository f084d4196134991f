namespace Keystile.WebAuthn;

/// <summary>Android's AuthorizationList: what a key may be used for, as far as §8.4 asks. Entries of newer Android pass unread, but well-formed. Some devices write a list of several purposes as several entries.</summary>
/// <param name="Purposes">What the key may do; null where the list does not say.</param>
/// <param name="Origin">Where the key came from; null where the list does not say.</param>
/// <param name="AllApplications">Whether the key is not bound to one application.</param>
internal readonly record struct AndroidAuthorizations(IReadOnlyList<int>? Purposes, int? Origin, bool AllApplications)
{
    private const int Generated = 0, Sign = 2;

    private static readonly uint PurposeTag = DerTag.Context(1), AllApplicationsTag = DerTag.Context(600), OriginTag = DerTag.Context(702);

    /// <summary>Whether the lists say that the key was generated in the keystore, and none says otherwise.</summary>
    public static bool SayGenerated(ReadOnlySpan<AndroidAuthorizations> lists)
    {
        var said = false;
        foreach (var list in lists)
        {
            if (list.Origin is null) continue;
            if (list.Origin != Generated) return false;
            said = true;
        }
        return said;
    }

    /// <summary>Whether the lists say that the key may sign.</summary>
    public static bool SaySigning(ReadOnlySpan<AndroidAuthorizations> lists)
    {
        foreach (var list in lists)
        {
            if (list.Purposes?.Contains(Sign) == true) return true;
        }
        return false;
    }

    /// <summary>Reads the next element as a list.</summary>
    public static bool TryRead(ref DerReader reader, out AndroidAuthorizations list)
    {
        list = default;
        if (!reader.TryEnter(DerTag.Sequence, out var entries)) return false;
        while (!entries.AtEnd)
        {
            if (!entries.TryRead(out var entry)) return false;
            var value = new DerReader(entry.Content);
            if (entry.Tag == PurposeTag)
            {
                if (!TryReadIntegers(ref value, out var purposes)) return false;
                list = list with { Purposes = [.. list.Purposes ?? [], .. purposes] };
            }
            else if (entry.Tag == OriginTag)
            {
                if (list.Origin is not null || !value.TryReadInteger(out int origin)) return false;
                list = list with { Origin = origin };
            }
            else
            {
                if (!value.TryRead(out _)) return false;
                list = list with { AllApplications = list.AllApplications || entry.Tag == AllApplicationsTag };
            }
            if (!value.AtEnd) return false;
        }
        return true;
    }

    private static bool TryReadIntegers(ref DerReader reader, out IReadOnlyList<int> integers)
    {
        var list = new List<int>();
        integers = list;
        if (!reader.TryEnter(DerTag.Set, out var set)) return false;
        while (!set.AtEnd)
        {
            if (!set.TryReadInteger(out int integer)) return false;
            list.Add(integer);
        }
        return true;
    }
}
