namespace TriageBot.Engine.Scenarios;

/// <summary>A module definition as its YAML file spells it; <c>docs/scenarios.md</c> describes the form.</summary>
/// <remarks>Mutable because the YAML library fills it; <see cref="ModuleFileReader"/> turns it into a <see cref="Modules.ModuleDefinition"/> and checks it.</remarks>
internal sealed class ModuleFile
{
    public string Module { get; set; } = "";

    public string? Prefix { get; set; }

    public string Code { get; set; } = "";

    public string? Init { get; set; }

    public string? Exit { get; set; }

    public bool OutOfTree { get; set; } = true;

    public List<ParameterFile> Parameters { get; set; } = [];

    public LivepatchFile? Livepatch { get; set; }

    public ObserverFile? Observer { get; set; }
}

/// <summary>One parameter.</summary>
internal sealed class ParameterFile
{
    public string Name { get; set; } = "";

    public string Type { get; set; } = "int";

    public string? Variable { get; set; }

    public string? Set { get; set; }

    public string? Get { get; set; }

    public string? Count { get; set; }

    public string Default { get; set; } = "";

    public string Mode { get; set; } = "0644";
}

/// <summary>A livepatch.</summary>
internal sealed class LivepatchFile
{
    public bool Replace { get; set; }

    public string? ReplaceParameter { get; set; }

    public List<ObjectFile> Objects { get; set; } = [];

    public List<StateFile> States { get; set; } = [];
}

/// <summary>One object of a livepatch.</summary>
internal sealed class ObjectFile
{
    public string Name { get; set; } = "vmlinux";

    public List<FunctionFile> Functions { get; set; } = [];

    public string? PrePatch { get; set; }

    public string? PostPatch { get; set; }

    public string? PreUnpatch { get; set; }

    public string? PostUnpatch { get; set; }
}

/// <summary>One function of a livepatch.</summary>
internal sealed class FunctionFile
{
    public string Old { get; set; } = "";

    public string New { get; set; } = "";

    public int Position { get; set; }
}

/// <summary>One state of a livepatch.</summary>
internal sealed class StateFile
{
    public ulong Id { get; set; }

    public uint Version { get; set; }
}

/// <summary>An observer.</summary>
internal sealed class ObserverFile
{
    public string Prefix { get; set; } = "observer: ";

    public string Callback { get; set; } = "obs_call";

    public string? Filter { get; set; }

    public string? Notify { get; set; }

    public List<BlockFile> Blocks { get; set; } = [];

    public string? Refuse { get; set; }

    public int RefuseErrno { get; set; } = -16;

    public string? Stop { get; set; }

    public string? Target { get; set; }

    public string? Probe { get; set; }

    public List<string> Probes { get; set; } = [];

    public string? List { get; set; }

    public string? Bytes { get; set; }

    public string? BytesFunction { get; set; }
}

/// <summary>One block of an observer.</summary>
internal sealed class BlockFile
{
    public string Name { get; set; } = "";

    public string Priority { get; set; } = "0";

    public bool Silent { get; set; }
}
