namespace Keystile.Storage.Tests;

public sealed class Every_test_of_a_store
{
    /// <summary>What is of one engine alone says so by being sealed.</summary>
    [Fact]
    public void runs_on_PostgreSQL_too()
    {
        var tests = typeof(Store).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Store)) && !type.IsAbstract).ToList();
        var twins = tests.Where(type => type.IsAssignableTo(typeof(IOnPostgres))).Select(type => type.BaseType);

        tests.Where(type => !type.IsSealed).Except(twins).ShouldBeEmpty();
    }
}
