namespace TriageBot.Parsers.Callbacks;

/// <summary>A word of a sentence that can be the name of a callback.</summary>
/// <param name="Name">Without brackets, address signs and quotes.</param>
/// <param name="Start">Position in the sentence.</param>
/// <param name="End">Behind the name and its brackets.</param>
/// <param name="IsCall">Whether <c>()</c> follows, or it is a member without what holds it, <c>->probe</c>.</param>
internal readonly record struct NameToken(string Name, int Start, int End, bool IsCall)
{
    /// <summary>Whether it can only be an identifier of C, with an underscore inside or brackets behind, or is a method of ACPI.</summary>
    public bool IsIdentifier => IsCall || Name.AsSpan().Trim('_').Contains('_') || IsAcpiMethod(Name);

    /// <summary>Whether it is spelled as constants are.</summary>
    public bool IsConstant => !IsCall && !Name.AsSpan().ContainsAnyInRange('a', 'z') && !IsAcpiMethod(Name);

    /// <summary>Whether a name is one that ACPI reserves for methods, such as <c>_INI</c>: four signs, the first an underscore (ACPI 6.5, 5.3).</summary>
    public static bool IsAcpiMethod(ReadOnlySpan<char> name) => name is ['_', >= 'A' and <= 'Z', (>= 'A' and <= 'Z') or (>= '0' and <= '9'), (>= 'A' and <= 'Z') or (>= '0' and <= '9')];
}
