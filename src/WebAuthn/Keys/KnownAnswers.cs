namespace Keystile.WebAuthn;

/// <summary>Signatures made elsewhere, once, by keys that were thrown away: what a machine must be able to check before it says it can.</summary>
internal static class KnownAnswers
{
    /// <summary>What all of them sign.</summary>
    public static ReadOnlySpan<byte> Message => "keystile self-test"u8;

    /// <summary>The SubjectPublicKeyInfo of the key of a kind, base64; null where there is none.</summary>
    public static string? KeyOf(KeyKind kind) => Keys.FirstOrDefault(known => known.Kind == kind).Spki;

    /// <summary>That key's signature under a scheme, base64; null where there is none.</summary>
    public static string? SignatureOf(KeyKind kind, SignatureScheme scheme) =>
        Signatures.FirstOrDefault(known => known.Kind == kind && known.Scheme == scheme).Signature;

    private static readonly (KeyKind Kind, string Spki)[] Keys =
    [
        (KeyKind.P256,
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqRwfB7X7fDPFyWJoL27ZJxEZ9DsOecBnAfO5axyYXj1ODuhP1i+m5ooXCLyUbzZv++4vI326UW" +
            "MQ3jAdXSshyQ=="),
        (KeyKind.P384,
            "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEhg63k9CVCdf5RafE25stasNauBeYArK99V1t2LcqPH1JalPJtpwKbb6yA/v46AotMP7bv47hOLgQ6r" +
            "trA595RLGQ4unncFtYkZYElMshUEmG6n+f81i7oZ43erMG5yDS"),
        (KeyKind.P521,
            "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQAhDO2mDcg+ow1d/TFv/rcQdVsDOGd90ay74tu3kHIwWUnSU5xb7lfarc9BwbZEt3wJlpgsCSdmi" +
            "UtLDwYSQCKk+YB9t6z0tYQm5sM07qWningXQaWffHY8j7XxqJsAU3+UH5RPSFgoFltB5zj9wm4V+If3hhoThkW1vXn+rmtfqeJ5gI="),
        (KeyKind.Secp256k1,
            "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE44t5xBKzANyH/VSyqOMfhVOUXZBMUaxpDxNBrNy9vFKGmRy8uzZyvBl8sPPeMfsZlQ4GVybGb0D8g7" +
            "hwOtszeQ=="),
        (KeyKind.Ed25519,
            "MCowBQYDK2VwAyEABkaPwzA6s8SCAOkY6CB9ZnnEXQS7s/nNZvaNjipQsTI="),
        (KeyKind.Ed448,
            "MEMwBQYDK2VxAzoA63b3caayBADhqbuvTmg8W+FBOmwYs7eSbV2aQrQRuTnO+okcXZCq+oyOjROZdthIFGaaXi6iyNoA"),
        (KeyKind.Rsa,
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1nEtFXooL49LHqReViOldoSPU6n5u8E1W7WeXIYLxAhXKa/ieo37lYvmPMbfzPTTDT" +
            "AAcwxGUi138bQHnsx7MYifCPrEtQvs7MkxrHdbfzyh2XQDnOZNs+i2DoU2b5ca5OIDxEy7ILJr9kW9zIqwY5Mo2rdI10WWp9bxLr1FhM6+xkhA" +
            "5DuLiBR31lUI+46/qbBmk332kyNpxmFmkdMC/K+mvTu1iqVKLU4SaHtC3ieAp5pfg9fFVG2TrHIdHdRmX/0qlPb8U6bnJ9lTj2WyIViX5X8pbo" +
            "WtR0mE+OWh6xzp3e/wd4mGEn4Esbkn3DcFcChp/K/T7bZAxo/KHG4FUQIDAQAB"),
    ];

    private static readonly (KeyKind Kind, SignatureScheme Scheme, string Signature)[] Signatures =
    [
        (KeyKind.P256, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha256),
            "MEQCIEx45DaRAG8fr0HOkJDx/LyFZqr+NsAik+7Js+lhbzPlAiArw6CbVVREHKYBdoISa9FJkBFVaRlxqBny4rgvjU30Nw=="),
        (KeyKind.P384, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha384),
            "MGYCMQD9+1yyb//WMD7G5qXCO5hiU3FpmK4Z1MHsbwZWRn3HIvj3qag0UFyXEwkIFQ2IJ5ICMQD+3wpOjH/H1Xbm+5a6yePAUKE+4iQ6N9EiaC" +
            "4ecWogHoz6WC96Cc+iV56CZV6BuwY="),
        (KeyKind.P521, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha512),
            "MIGHAkFzYzBrpggKbD7+7m+nR2V62qXJwvO4359Of8Q4Ooo/vdTPxKj/wJy/AGZAnfqiijBwVkv1rPyOd2K0/+uLLiEFPgJCALnfU4dwq3B9w0" +
            "sMIaHtvhTpAUteWvM6Aufmy76WAkYsyjpehow4hCE3ZcCVkL5IiEvuE1nNMbh3unXzLPxQuDj9"),
        (KeyKind.Secp256k1, new(SignatureEncoding.EcdsaDer, SignatureHash.Sha256),
            "MEQCIFRcM8S4CmPWsq0Cu3NRjT/dNrqpmJMhTilu+0u6+btFAiBGkwrR/DBdn8YUyT69aoHLWH5p6V8sR6Iok6v4/A2QEQ=="),
        (KeyKind.Ed25519, new(SignatureEncoding.Pure, SignatureHash.None),
            "7IRwUOzrMD+s3jTPKnndGmeR0dK2VwNhL6yWGQokXcR4CLn5rOFI/aU3Rk1WdyBdKzEwFeE3fuUyMSylrpinBg=="),
        (KeyKind.Ed448, new(SignatureEncoding.Pure, SignatureHash.None),
            "R3fth739f1XtMBGuekfFzMFVOM1pE5dewdjJaprV7azUkkRkCh52GgiKvoV+qrbHGIJKsU2U65SA98XKd6+X6wU2l7jbtDthPlpeSV6NpoX6M/" +
            "/lyg6CJHo2G3gu6ZxIglAkERHGgm8//rKXw4RntgEA"),
        (KeyKind.Rsa, new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha256),
            "NDC6q76i7o+Uq0bEYFQ5h7urM+voxA+PwVLM1ZjY5pfZfoom+oEeAF2e5PL9Wk+TKBMoWEgrHR7YflQZISMG7TOdVMGtDaZBIR3HKPqqWeIuAE" +
            "7Z2DVltjMzGSxbjX4gRiXgYEnt4XlFaoiOrGSukEaRU8pvgH18GHoWEB8q8rpHxKAlxBQ9oGVPSwNuy7Qnw9vcS6lYZ1gMKBeQv8sab0ACUacN" +
            "d3tQn4O6+pSW1cbu6Aei3ehsiepz48bYf20RhjDFrWUNv/knFsE4pFCEofIVLrJzLYIi4PJQbFowWUzn6gBgWMRhHdmsm9IldF55Bc2yoAImyQ" +
            "+UyGzl5GwM5A=="),
        (KeyKind.Rsa, new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha384),
            "hG/wMTXJcgif7yRBPC5i7SrmVKOvbOb4hBj9VXCdg9wEfCa+KVmuezwFgCqPQ1hRelGF5Rr7rx2lthm1O7MYz19IwCp/VLvPpJTFMiS93JC77q" +
            "/M2C8MaQO+0v3gTjgcVQkUk1fR4BTt1eayToUK9RP9D2ZOCDfBgbbHF7FC9rdOD7R6/l22bC2TzrG8clrSQJbUKoAabv5+WwuNVgVY1QxO4XH8" +
            "aGCezdZ59vGG2eWN7tshl9sMWaJxeQObW3OUdAx7ahbZifzDaa0X0YsUjGposIcyLjVP/jVtgqWtx5Mv3ilZL4qwcBbywG14jzcxgEyyU5NugE" +
            "l06FkFT1WLMw=="),
        (KeyKind.Rsa, new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha512),
            "oPnMGukko9KANeypg6ca/qU+Yqmn7tr6+KLyDA6EWY5WqpMhJmlQ0QbTe1D5pH8M6UhzdmET51VbDAwLnawZgGrd13P989S89KiQ3B8XQZLWqk" +
            "l/okGNL1+04ZTs9B3WD9kFOHcr5tQNkWFEMZ4ElnBVbBxKwsgpK9APO6ei2HBVRVTyGQuy/DVTv7S3IsZohdVf6LUJMRioWZ1leEzXAgdUGJXz" +
            "lgNUcONp/sSenyi9gGNGdZLNW1dz3hMPrntjtnEy+Ioev4kHZkZSCvSiNpSiB2ScOnJ6aiw9VYFgKuD+O1xDxvEGpTL1d1nHYOdiHdpRmphn4a" +
            "OhF9RnQ3yESQ=="),
        (KeyKind.Rsa, new(SignatureEncoding.RsaPkcs1, SignatureHash.Sha1),
            "tTEpapGy+isM4SoRt5N2UofGilgkFNjPjMZ2n/UlNLU52KjiylhWbB8TDmhmYgqZDH6OR42yXjOk7e6tILQ6G779V1+SEhPhb1lGGZvv+MvKDX" +
            "O/GoWF/HGVYMIeBgivo1Z1cH0Q2TvwltZslZ98JVt2R1iHmBv4Yi43IRE9kae2hsXNsqcUnkBKGQIybqo7T3xzrDPuEfZ0PD6mOTNlyobr1IDN" +
            "CYQQp5Liusq/J7/j0KVxtpfPGuzW8DAQ+YA08P2GNb6YPFTBHnuOqwvncp6+U9eMOOtKLm4F+/UXx5EZgQ9/+P60HI3m0ao3O8xR8VulmDXxyP" +
            "CPC8YI13X5dg=="),
        (KeyKind.Rsa, new(SignatureEncoding.RsaPss, SignatureHash.Sha256),
            "N7P3kHcvLUPzH9AdTRPC2zOqbbr+nUH+nK7brgQpNf5aUJFbZvOHBb/AJh0rxZI0fohaQfSHlSct94QvrhIi+I3I4N8XTk8FP6zbk4Bvyyoo6w" +
            "zrc02r0YUEgpm2kiTvVCkpiZIO7MwPFtmc5Ph9E74EIbSXC4hb+aAGsAE+ez3Rgm5Ss2L67jNgloNrHqHkRQ7J7WlnJRcsbl7pIhvSlOC3hirX" +
            "MGSanlUn9oeLQuBE+TCRuwDB3iJi7WOdNYxqIoLEY+m/FhkIbMJ49wDgji6lNzpk720zyk7tjwAAaSnUa195fR0BGPpyDKBnLbj9pBSnKvbaP0" +
            "GZn0PT2eG6jQ=="),
        (KeyKind.Rsa, new(SignatureEncoding.RsaPss, SignatureHash.Sha384),
            "i4A0HUC7KHzXmXtI1hLecgupa3lIhjAd6H3nI9wXMoVrFhtlEmnPceHonmzWh8g7z2tHJ4He237cjwbXHvMilx2yFC7WRr3vbObP0rkj7iEdPB" +
            "b8yX5CKTyC4/+PCV7z7FPL7lYxCAoIKLAsy7t2To46DVrNHdMiydRLtFY2LhobS8ZMqStF/6wENTLj10fZjSaG+70fEM8Uo7328VTZApX6Okgs" +
            "S9nvw1UlD4H9DEGLEwnTW0B7HduFZkXTsOr+wp31a3xyiGS7yANPx4njsBLTyGx7lbilZ+aNEgGyA0bsdiiwsf8COqM0FKNzI0YQRBnwaqEZbB" +
            "DFbjQmHTLxEA=="),
        (KeyKind.Rsa, new(SignatureEncoding.RsaPss, SignatureHash.Sha512),
            "rLtJDES/VKk3OOqUX2vBcbqbMtWlphwu9Z36p3sxKjddOLcN0vmz4+N8UuGp5pud8v0XyX3v0wcQ2QxvaoUQd19U3VjGoReFesP5K/Tsz+TwIY" +
            "FWtb/4Id7/+p9EWwckl3eLreVaLUnNE4dBK9ss/l8GkbURRx0yRFhRfBNTc3/YCxFUJbx+Cf9XaR+BrwNT1b6ldA6KsAmImpv+T8r1BF4wry/L" +
            "3Bpui5CBNuCZLHz6mql12QB7fMgG32ypbxs99CzBNWqUKsKRYv4EbDkfFSm+eEEutwUtmReiEgaWMTYdBz2FEmxCjbxrPotoWImpTxhIm7hbjd" +
            "V+Dx1/d16s8Q=="),
    ];
}
