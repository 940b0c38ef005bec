namespace TriageBot.Engine.Scenarios;

/// <summary>Reads scenarios in YAML.</summary>
public static class ScenarioReader
{
    /// <summary>Reads one scenario.</summary>
    /// <param name="yaml">Text of the file.</param>
    /// <param name="where">Name of the file, for messages.</param>
    /// <exception cref="ScenarioException">The text is no scenario; the message names the file, the place and the remedy.</exception>
    public static Scenario Read(string yaml, string where)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        ScenarioFile file = YamlText.Read<ScenarioFile>(yaml, where);
        if (file.Steps.Count == 0 || file.Steps.Exists(s => s is null || s.Run.Length == 0))
        {
            throw new ScenarioException($"{where}: needs 'steps:', each with 'run:' and a command such as 'insmod demo_target.ko'");
        }

        return new Scenario(
            file.Scenario.Length > 0 ? file.Scenario : where,
            file.Profile,
            [.. YamlText.Items(file.Modules, "modules", where).Select(m => ModuleFileReader.FromFile(m, where))],
            [.. file.Steps.Select(s => new ScenarioStep(s.Run, [.. YamlText.Items(s.Expect, "expect", where)], [.. YamlText.Items(s.Without, "without", where)]))],
            [.. YamlText.Items(file.MayBreak, "mayBreak", where)]);
    }
}
