using System.Reflection;
using Xunit;

namespace TriageBot.Architecture.Tests;

/// <summary>Habits of the house that no analyzer knows.</summary>
public sealed class CodeHabitTests
{
    private static readonly string[] s_emptyNames = ["Manager", "Helper", "Helpers", "Utils", "Util", "Service"];

    [Fact]
    public void Trace_events_are_sealed()
    {
        Type[] types = Solution.Engine.GetTypes();
        Type? root = types.SingleOrDefault(t => string.Equals(t.Name, "TraceEvent", StringComparison.Ordinal));

        Assert.DoesNotContain(types, t => root is not null && t != root && root.IsAssignableFrom(t) && t is { IsSealed: false, IsAbstract: false });
    }

    [Fact]
    public void Names_of_types_say_something()
    {
        IEnumerable<Type> types = new[] { Solution.Parsers, Solution.Engine, Solution.Bot }.SelectMany(a => a.GetTypes());

        Assert.DoesNotContain(types, t => s_emptyNames.Any(n => t.Name.EndsWith(n, StringComparison.Ordinal)));
    }

    [Fact]
    public void Public_classes_are_sealed_abstract_or_static()
    {
        IEnumerable<Type> types = new[] { Solution.Parsers, Solution.Engine, Solution.Bot }
            .SelectMany(a => a.GetExportedTypes())
            .Where(t => t.IsClass && t.Namespace is not null && t.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null);

        Assert.DoesNotContain(types, t => t is { IsSealed: false, IsAbstract: false });
    }

    [Fact]
    public void Source_is_ascii_with_lf()
    {
        Assert.DoesNotContain(
            Solution.SourceFiles("src").Concat(Solution.SourceFiles("tests")),
            file => File.ReadAllBytes(file).Any(b => b is > 126 or (byte)'\r'));
    }

    [Fact]
    public void Files_stay_under_400_lines()
    {
        Assert.DoesNotContain(Solution.SourceFiles("src"), file => File.ReadLines(file).Count() > 400);
    }

    [Fact]
    public void Nothing_in_src_switches_a_warning_off()
    {
        Assert.DoesNotContain(
            Solution.SourceFiles("src"),
            file => File.ReadAllText(file).Contains("#pragma warning", StringComparison.Ordinal));
    }
}
