namespace Keystile.House.Tests;

/// <summary>A newcomer reads a room in an evening: files and folders stay small.</summary>
public sealed class Sizes_of_files_and_folders
{
    private static readonly string[] Code = [".cs", ".js", ".css", ".html", ".sql"];
    private static readonly int[] Lengths = [.. Files("src/").Concat(Files("sdk/")).Select(Lines).Order()];

    [Theory]
    [InlineData("src/")]
    [InlineData("sdk/")]
    [InlineData("tests/")]
    [InlineData("bench/")]
    [InlineData("samples/")]
    public void No_file_is_over_400_lines(string room) =>
        Files(room).Where(file => Lines(file) > 400).ShouldBeEmpty();

    [Fact]
    public void Nine_files_in_ten_are_under_200_lines() => Lengths[Lengths.Length * 9 / 10].ShouldBeLessThan(200);

    [Fact]
    public void The_median_file_is_under_70_lines() => Lengths[Lengths.Length / 2].ShouldBeLessThan(70);

    [Fact]
    public void No_line_of_Program_is_the_81st() => Lines("src/Server/Program.cs").ShouldBeLessThanOrEqualTo(80);

    private static IEnumerable<string> Files(string room) => Repository.Below(room, Code);

    private static int Lines(string file) => File.ReadLines(Repository.PathOf(file)).Count();
}
