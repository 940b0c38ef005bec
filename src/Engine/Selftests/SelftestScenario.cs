using System.Collections.Immutable;

namespace TriageBot.Engine.Selftests;

/// <summary>One test of the kernel's livepatch selftests: what its script does, and the kernel log that it expects.</summary>
/// <param name="Suite">Age of the script: <c>6.1</c>, or <c>newer</c> for one that loads with insmod (S02).</param>
/// <param name="Script">Name of the script.</param>
/// <param name="Title">Title of the test in it.</param>
/// <param name="Expect">Lines of the kernel log that S01 leaves.</param>
public sealed record SelftestScenario(string Suite, string Script, string Title, ImmutableArray<SelftestStep> Steps, ImmutableArray<string> Expect)
{
    /// <summary>The script needs a kernel newer than 6.1, and uses insmod.</summary>
    public bool IsNewer => Suite == "newer";
}

/// <summary>What a step does.</summary>
public enum SelftestVerb
{
    /// <summary>Loads a module.</summary>
    Load,

    /// <summary>Unloads a module once nobody holds it.</summary>
    Unload,

    /// <summary>Writes 0 to a livepatch's <c>enabled</c> and waits until its folder is gone.</summary>
    Disable,

    /// <summary>Writes a file.</summary>
    Write,

    /// <summary>Sets a sysctl and logs what it is then.</summary>
    Sysctl,

    /// <summary>Waits until a file has a value.</summary>
    Wait,

    /// <summary>Logs the lines of a file that contain a text.</summary>
    ReadToLog,

    /// <summary>Compares a file's content.</summary>
    AssertRead,

    /// <summary>Compares the mode of a file or folder.</summary>
    AssertMode,

    /// <summary>Traces a function, and nothing else.</summary>
    TraceFunction,

    /// <summary>Asks whether functions were traced, and ends tracing.</summary>
    AssertTraced,

    /// <summary>Starts processes that make a system call again and again.</summary>
    Spawn,

    /// <summary>Ends them.</summary>
    KillSpawned,

    /// <summary>Logs a line.</summary>
    Log,
}

/// <summary>One step; which fields count depends on the verb.</summary>
/// <param name="Subject">Module, file, sysctl, program, or line to log.</param>
/// <param name="Value">What is written, waited for or compared.</param>
public sealed record SelftestStep(SelftestVerb Verb, string Subject, string Value = "")
{
    /// <summary>Parameters of a load; functions of a trace; text that lines must contain.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The module is a livepatch.</summary>
    public bool Livepatch { get; init; }

    /// <summary>Wait until the transition has ended.</summary>
    public bool WaitTransition { get; init; }

    /// <summary>The load has to fail.</summary>
    public bool ExpectFailure { get; init; }

    /// <summary>The write may be refused.</summary>
    public bool MayFail { get; init; }

    /// <summary>The comparison has to fail.</summary>
    public bool Negated { get; init; }

    /// <summary>The comparison looks for a part of the content.</summary>
    public bool Part { get; init; }

    /// <summary>Logged when a comparison holds; null for nothing.</summary>
    public string? LogOnSuccess { get; init; }
}
