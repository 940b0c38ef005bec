using System.Collections.Immutable;
using TriageBot.Engine.Modules;

namespace TriageBot.Engine.Scenarios;

/// <summary>Commands with what each must and must not print, on a profile, with modules of its own.</summary>
/// <param name="Profile">Kernel to run on, or null when the caller says.</param>
/// <param name="MayBreak">Invariants whose break is not an error here; all others must hold after every step.</param>
public sealed record Scenario(
    string Name, string? Profile, ImmutableArray<ModuleDefinition> Modules, ImmutableArray<ScenarioStep> Steps, ImmutableHashSet<string> MayBreak);

/// <summary>One step.</summary>
/// <param name="Command">As in a transcript, without <c># </c>.</param>
/// <param name="Expect">Lines that it must print, in this order; others may stand between.</param>
/// <param name="Without">Lines that it must not print.</param>
public sealed record ScenarioStep(string Command, ImmutableArray<string> Expect, ImmutableArray<string> Without);
