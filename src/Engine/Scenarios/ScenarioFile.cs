namespace TriageBot.Engine.Scenarios;

/// <summary>A scenario as its YAML file spells it; <c>docs/scenarios.md</c> describes the form.</summary>
internal sealed class ScenarioFile
{
    public string Scenario { get; set; } = "";

    public string? Profile { get; set; }

    public List<ModuleFile> Modules { get; set; } = [];

    public List<StepFile> Steps { get; set; } = [];

    public List<string> MayBreak { get; set; } = [];
}

/// <summary>One step: a command, and what it must print.</summary>
internal sealed class StepFile
{
    public string Run { get; set; } = "";

    public List<string> Expect { get; set; } = [];

    public List<string> Without { get; set; } = [];
}
