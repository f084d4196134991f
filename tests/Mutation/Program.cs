using System.Reflection;
using Keystile.Mutation;

// tests/Mutation/run says how it is used.
var suite = Assembly.Load("Keystile.WebAuthn.Tests");
return args switch
{
    ["work"] => await new Worker(suite).RunAsync(Console.In, Console.Out),
    ["play", var mutants, var results, .. var parts] => await new Foreman(MutantList.Read(mutants, parts), results).RunAsync(),
    ["tell", var mutants, var results, var page] => Story.Write(MutantList.Read(mutants, []), results, page),
    _ => 2,
};
