namespace Keystile.WebAuthn;

/// <summary>Time as RFC 5280 §4.1.2.5 writes it: UTCTime or GeneralizedTime, to the second, in Z.</summary>
internal static class DerTime
{
    /// <summary>Reads the next element as a time.</summary>
    public static bool TryReadTime(this ref DerReader reader, out DateTimeOffset time)
    {
        time = default;
        if (!reader.TryRead(out DerElement element)) return false;
        var text = element.Content.Span;
        return element.Tag switch
        {
            DerTag.UtcTime => text.Length == 13 && TryReadDigits(text[..2], out var year) && TryCombine(year + (year < 50 ? 2000 : 1900), text[2..], out time),
            DerTag.GeneralizedTime => text.Length == 15 && TryReadDigits(text[..4], out var year) && TryCombine(year, text[4..], out time),
            _ => false,
        };
    }

    private static bool TryCombine(int year, ReadOnlySpan<byte> monthToZ, out DateTimeOffset time)
    {
        time = default;
        if (monthToZ[10] != 'Z' || year == 0) return false;
        Span<int> parts = stackalloc int[5];
        for (var i = 0; i < 5; i++)
        {
            if (!TryReadDigits(monthToZ.Slice(2 * i, 2), out parts[i])) return false;
        }
        var (month, day, hour, minute, second) = (parts[0], parts[1], parts[2], parts[3], parts[4]);
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;
        time = new(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            value = 10 * value + digit - '0';
        }
        return true;
    }
}
