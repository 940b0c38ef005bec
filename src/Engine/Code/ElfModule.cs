using System.Collections.Immutable;

namespace TriageBot.Engine.Code;

/// <summary>A real kernel module file.</summary>
/// <param name="Image">Sections in file order, with the same indexes as in the file; the first is empty.</param>
/// <param name="Info">The <c>.modinfo</c> strings, e.g. <c>license</c> and <c>GPL</c>, in file order.</param>
/// <param name="Parameters">What <c>module_param</c> and its kin declared, in file order.</param>
/// <param name="ReturnSites">Jumps to <c>__x86_return_thunk</c> that a kernel without that mitigation turns into returns (fact X82).</param>
/// <param name="LivepatchRelocations">Relocations that only the patched object's loading may apply, by its name (<c>.klp.rela.object.section</c>).</param>
public sealed record ElfModule(
    ModuleImage Image,
    ImmutableArray<KeyValuePair<string, string>> Info,
    ImmutableArray<ElfParameter> Parameters,
    ImmutableArray<ImageLocation> ReturnSites,
    ImmutableArray<KeyValuePair<string, ImageRelocation>> LivepatchRelocations);

/// <summary>One <c>struct kernel_param</c>.</summary>
/// <param name="Name">Name as user space writes it.</param>
/// <param name="Mode">Permission bits of its file under <c>/sys/module/.../parameters</c>; 0 when it has none.</param>
/// <param name="Operations">Symbol of its <c>struct kernel_param_ops</c>, e.g. <c>param_ops_bool</c>; null when they are the module's own.</param>
/// <param name="Set">The module's own function that takes a new value; null when it has none.</param>
/// <param name="Variable">The variable that holds the value; null when there is none.</param>
public sealed record ElfParameter(string Name, int Mode, string? Operations, ImageLocation? Set, ImageLocation? Variable);

/// <summary>A module, or one sentence on why the file is none.</summary>
/// <param name="Module">The module; null when the file cannot be read.</param>
/// <param name="Problem">What is wrong with the file; null on success.</param>
public sealed record ElfModuleResult(ElfModule? Module, string? Problem);
