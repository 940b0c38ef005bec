namespace TriageBot.Engine.Machine;

/// <summary>What a page allows; the kernel's view of a page table entry.</summary>
[Flags]
public enum PagePermissions
{
    /// <summary>Mapped or not, nothing is allowed.</summary>
    None = 0,

    /// <summary>Data reads.</summary>
    Read = 1,

    /// <summary>Data writes.</summary>
    Write = 2,

    /// <summary>Instruction fetch.</summary>
    Execute = 4,
}
