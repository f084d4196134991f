using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace Keystile.Bench;

/// <summary>Every benchmark once, in seconds: each must still measure what it says, that is, answer true.</summary>
internal static class Smoke
{
    public static int Run()
    {
        var wrong = (from type in typeof(Smoke).Assembly.GetExportedTypes()
                     from instance in Instances(type)
                     from method in type.GetMethods().Where(method => method.GetCustomAttribute<BenchmarkAttribute>() is not null)
                     where method.Invoke(instance.Value, null) is not true
                     select $"{type.Name}.{method.Name} {instance.Key}").ToList();
        wrong.ForEach(Console.WriteLine);
        Console.WriteLine(wrong.Count == 0 ? "every benchmark measures what it says" : $"{wrong.Count} benchmarks measure something else");
        return wrong.Count == 0 ? 0 : 1;
    }

    private static IEnumerable<KeyValuePair<string, object>> Instances(Type type)
    {
        var parameter = type.GetProperties().SingleOrDefault(property => property.GetCustomAttribute<ParamsAttribute>() is not null);
        foreach (var value in parameter?.GetCustomAttribute<ParamsAttribute>()!.Values ?? [null])
        {
            var instance = Activator.CreateInstance(type)!;
            parameter?.SetValue(instance, value);
            type.GetMethods().SingleOrDefault(method => method.GetCustomAttribute<GlobalSetupAttribute>() is not null)?.Invoke(instance, null);
            yield return new((string?)value ?? "", instance);
        }
    }
}
