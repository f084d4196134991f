using Keystile.Server.Protection;

namespace Keystile.Server.Admin.Events;

/// <summary>The parameter by which a question about all apps is narrowed to one; absent or empty where it is not.</summary>
internal static class AppParameter
{
    /// <summary>An address can hold U+0000, which PostgreSQL may not be asked for.</summary>
    public static Problem? WhatIsWrong(string? app) =>
        app?.Contains('\0') == true ? Problem.InvalidRequest with { Detail = "The parameter \"app\" must be the name of an app." } : null;
}
