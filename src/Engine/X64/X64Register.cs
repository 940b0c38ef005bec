namespace TriageBot.Engine.X64;

/// <summary>General registers in the order of their x86-64 numbers.</summary>
public enum X64Register
{
    /// <summary>Register 0.</summary>
    Rax,

    /// <summary>Register 1.</summary>
    Rcx,

    /// <summary>Register 2.</summary>
    Rdx,

    /// <summary>Register 3.</summary>
    Rbx,

    /// <summary>Register 4.</summary>
    Rsp,

    /// <summary>Register 5.</summary>
    Rbp,

    /// <summary>Register 6.</summary>
    Rsi,

    /// <summary>Register 7.</summary>
    Rdi,

    /// <summary>Register 8.</summary>
    R8,

    /// <summary>Register 9.</summary>
    R9,

    /// <summary>Register 10.</summary>
    R10,

    /// <summary>Register 11.</summary>
    R11,

    /// <summary>Register 12.</summary>
    R12,

    /// <summary>Register 13.</summary>
    R13,

    /// <summary>Register 14.</summary>
    R14,

    /// <summary>Register 15.</summary>
    R15,
}
