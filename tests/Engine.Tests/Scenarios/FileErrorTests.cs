using TriageBot.Engine.Scenarios;
using Xunit;

namespace TriageBot.Engine.Tests.Scenarios;

/// <summary>Files that cannot be read: the message names the file, the place and what to write instead. Hostile ones cost little.</summary>
public sealed class FileErrorTests
{
    private const string Code = "code: |\n  int f(int x) { return x; }\n";

    [Theory]
    [InlineData("steps: []", "each with 'run:'")]
    [InlineData("steps:\n  - expect: [a]", "each with 'run:'")]
    [InlineData("steps:\n  - rum: insmod a.ko", "line 2")]
    [InlineData("steps: 5", "line 1")]
    [InlineData("steps: [", "line 2")]
    [InlineData("", "is empty")]
    [InlineData("steps: [ ~ ]", "each with 'run:'")]
    [InlineData("steps: [ { run: a, expect: [ ~ ] } ]", "'expect:' has an empty item")]
    [InlineData("steps: [ { run: a } ]\nsteps: [ { run: b } ]", "line 2")]
    public void Read_scenario_that_is_none_names_file_place_and_remedy(string yaml, string says) => Says(says, () => ScenarioReader.Read(yaml, "my.yaml"));

    [Theory]
    [InlineData("code: ''", "has no 'module:'; write the module's name")]
    [InlineData("module: m\n" + Code + "init: g", "init names the function 'g', which the code does not define")]
    [InlineData("module: m\ncode: |\n  int f(int x) {\n    return y;\n  }\n", "code line 2")]
    [InlineData("module: m\n" + Code + "parameters: [ { name: p, type: float } ]", "write int, bool, charp, intArray or callback")]
    [InlineData("module: m\n" + Code + "parameters: [ { name: p, type: callback, set: g } ]", "parameter p names the function 'g'")]
    [InlineData("module: m\n" + Code + "parameters: [ { name: p, mode: '0999' } ]", "mode '0999'")]
    [InlineData("module: m\n" + Code + "livepatch: { objects: [ { name: t, functions: [ { old: a, new: g } ] } ] }", "object t names the function 'g'")]
    [InlineData("module: m\n" + Code + "observer: { blocks: [ { name: b, priority: high } ] }", "write a number, INT_MIN or INT_MAX")]
    [InlineData("module: m\n" + Code + "parameters: [ ~ ]", "'parameters:' has an empty item")]
    [InlineData("module: m\n" + Code + "parameters: [ { name: p, type: int }, { name: p, type: bool } ]", "has the parameter p twice")]
    [InlineData("module: m\n" + Code + "livepatch: { objects: [ ~ ] }", "'objects:' has an empty item")]
    [InlineData("module: m\n" + Code + "livepatch: { objects: [ { name: t, functions: [ ~ ] } ] }", "'functions:' has an empty item")]
    [InlineData("module: m\n" + Code + "observer: { blocks: [ ~ ], probes: [ ~ ] }", "'blocks:' has an empty item")]
    [InlineData("module: m\n" + Code + "parameters: ~", "line 4")]
    [InlineData("module: m\n" + Code + "parameters:\n  - { name: p, type: int, default: 1\n  livepatch:\n    - name: t\n", "is no YAML")]
    [InlineData("module: m\nmodul: n", "line 2")]
    public void Read_module_that_is_none_names_file_place_and_remedy(string yaml, string says) => Says(says, () => ModuleFileReader.Read(yaml, "my.yaml"));

    [Fact]
    public void Read_alias_is_refused() => Says("aliases are not read; write the value again", () => ScenarioReader.Read("mayBreak: &a [I1]\nsteps: *a", "my.yaml"));

    [Fact]
    public void Read_text_that_is_too_long_is_refused() => Says("longer than", () => ScenarioReader.Read(new string(' ', 1 << 20), "my.yaml"));

    [Fact]
    public void Read_text_that_is_too_deep_is_refused() => Says("nested deeper than", () => ScenarioReader.Read(new string('[', 10_000), "my.yaml"));

    [Fact]
    public void Read_json_is_yaml_too() =>
        Assert.Equal("insmod target.ko", Assert.Single(ScenarioReader.Read("{ \"steps\": [ { \"run\": \"insmod target.ko\" } ] }", "my.json").Steps).Command);

    private static void Says(string says, Action read)
    {
        string message = Assert.Throws<ScenarioException>(read).Message;

        Assert.StartsWith("my.yaml: ", message, StringComparison.Ordinal);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }
}
