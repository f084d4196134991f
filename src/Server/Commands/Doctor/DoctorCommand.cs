using System.CommandLine;
using Keystile.Server.Commands.Data;
using Keystile.Storage;

namespace Keystile.Server.Commands.Doctor;

/// <summary><c>keystile doctor</c>: asks of everything a sign-in depends on whether it is right, and says the mend where it is not. Exit code 1 where something is wrong.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var verb = new Command("doctor", "Say what is wrong with this installation, and the mend.") { VerbAnswer.Json };
        verb.SetAction(async parsed =>
        {
            var findings = await ExamineAsync();
            await parsed.AnswerAsync(findings.ToArray(), findings.Select(Text));
            return findings.Any(finding => finding.State == Finding.Wrong) ? 1 : 0;
        });
        return verb;
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync()
    {
        ServerOptions options;
        try
        {
            options = new SettingsReader(new ConfigurationBuilder().AddEnvironmentVariables().Build()).Read();
        }
        catch (WrongSettingException wrong)
        {
            return [Finding.Bad("settings", "A setting is wrong.", wrong.Message)];
        }
        List<Finding> findings = [Finding.Good("settings", "All settings can be read."), .. AddressChecks.Of(options), await AddressChecks.AnswersAsync(options), .. FileChecks.Of(options), AlgorithmChecks.Of()];
        try
        {
            await using var database = await Database.OpenAsync(options.Database, TimeProvider.System);
            findings.AddRange(await DatabaseChecks.OfAsync(database, options));
            findings.AddRange(await RotationChecks.OfAsync(database, options));
        }
        catch (Exception refusal) when (refusal is DatabaseRefusedException or DatabaseUnavailableException)
        {
            findings.Add(Finding.Bad("database", "The database cannot be opened.", refusal.Message + " Check KEYSTILE_DATABASE, and that it runs."));
        }
        if (options.Mail is { } mail) findings.Add(await MailChecks.OfAsync(mail));
        return findings;
    }

    private static string Text(Finding finding) => $"{finding.State,-5}  {finding.Check,-12}  {finding.Says}{(finding.Mend is null ? "" : "\n                     " + finding.Mend)}";
}

/// <summary>What one check found: <c>ok</c>; <c>note</c>, which works and could be better; <c>wrong</c>, which does not.</summary>
internal sealed record Finding(string Check, string State, string Says, string? Mend)
{
    public const string Wrong = "wrong";

    public static Finding Good(string check, string says) => new(check, "ok", says, null);

    public static Finding Note(string check, string says, string mend) => new(check, "note", says, mend);

    public static Finding Bad(string check, string says, string mend) => new(check, Wrong, says, mend);
}
