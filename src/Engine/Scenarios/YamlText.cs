using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TriageBot.Engine.Scenarios;

/// <summary>Reads YAML (so JSON too) into the types of scenario files, within bounds.</summary>
internal static class YamlText
{
    /// <summary>Longest file, in UTF-16 units.</summary>
    public const int MaxLength = 512 * 1024;

    private const int MaxNesting = 64;

    /// <summary>Reads one document.</summary>
    /// <exception cref="ScenarioException">The text is too long, too deep, uses aliases, or does not fit the type.</exception>
    public static T Read<T>(string yaml, string where)
        where T : class
    {
        if (yaml.Length > MaxLength)
        {
            throw new ScenarioException($"{where}: longer than {MaxLength} characters");
        }

        try
        {
            CheckBounds(yaml, where);
            IDeserializer reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().WithEnforceNullability().Build();
            return reader.Deserialize<T>(yaml) ?? throw new ScenarioException($"{where}: is empty");
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up so on a plain word that runs into a bracket; it does not say where.
            throw new ScenarioException($"{where}: is no YAML: a bracket or a brace is not closed");
        }
        catch (YamlException problem)
        {
            throw new ScenarioException($"{where}: line {problem.Start.Line}, column {problem.Start.Column}: {problem.InnerException?.Message ?? problem.Message}");
        }
    }

    /// <summary>The items of a list, none of them null.</summary>
    /// <exception cref="ScenarioException">One is.</exception>
    public static IEnumerable<T> Items<T>(List<T> list, string field, string where) =>
        list.TrueForAll(i => i is not null) ? list : throw new ScenarioException($"{where}: '{field}:' has an empty item; write it or take it out");

    /// <summary>Aliases can make a small text a huge tree; nothing here needs them.</summary>
    private static void CheckBounds(string yaml, string where)
    {
        Parser parser = new(new StringReader(yaml));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (parser.Current is AnchorAlias)
            {
                throw new ScenarioException($"{where}: line {parser.Current.Start.Line}: aliases are not read; write the value again");
            }

            if (depth > MaxNesting)
            {
                throw new ScenarioException($"{where}: line {parser.Current.Start.Line}: nested deeper than {MaxNesting}");
            }
        }
    }
}

/// <summary>A scenario or module file that cannot be read. The message names the file, the place and the remedy.</summary>
public sealed class ScenarioException(string message) : Exception(message)
{
}
