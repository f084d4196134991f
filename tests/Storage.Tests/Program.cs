using Keystile.Storage.Tests;
using Xunit.Runner.InProc.SystemConsole;

return args is [Victim.Verb, var file, var manner] ? await Victim.WriteUntilKilledAsync(file, manner) : await ConsoleRunner.Run(args);
