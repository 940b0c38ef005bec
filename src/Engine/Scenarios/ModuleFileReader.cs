using System.Collections.Immutable;
using TriageBot.Engine.Code;
using TriageBot.Engine.Modules;
using TriageBot.Engine.Profiles;

namespace TriageBot.Engine.Scenarios;

/// <summary>Reads module definitions in YAML.</summary>
public static class ModuleFileReader
{
    /// <summary>Reads one definition.</summary>
    /// <param name="yaml">Text of the file.</param>
    /// <param name="where">Name of the file, for messages.</param>
    /// <exception cref="ScenarioException">The text is no definition; the message names the file, the place and the remedy.</exception>
    public static ModuleDefinition Read(string yaml, string where)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return FromFile(YamlText.Read<ModuleFile>(yaml, where), where);
    }

    /// <summary>Turns what the file says into a definition.</summary>
    internal static ModuleDefinition FromFile(ModuleFile file, string where)
    {
        if (file.Module.Length == 0)
        {
            throw new ScenarioException($"{where}: has no 'module:'; write the module's name, without .ko");
        }

        MiniCResult compiled = MiniC.Compile(file.Code, new MiniCOptions(file.Prefix ?? file.Module + ": "));
        if (compiled.Image is not ModuleImage image)
        {
            MiniCDiagnostic first = compiled.Diagnostics[0];
            throw new ScenarioException($"{where}: code line {first.Line}, column {first.Column}: {first.Message}");
        }

        CheckFunction(image, file.Init, "init", where);
        CheckFunction(image, file.Exit, "exit", where);
        return new ModuleDefinition
        {
            Name = file.Module,
            Image = image,
            Init = file.Init,
            Exit = file.Exit,
            OutOfTree = file.OutOfTree,
            Parameters = Parameters(file, image, where),
            Livepatch = file.Livepatch is null ? null : Livepatch(file.Livepatch, image, where),
            Observer = file.Observer is null ? null : Observer(file.Observer, where),
        };
    }

    private static void CheckFunction(ModuleImage image, string? name, string role, string where)
    {
        if (name is not null && !image.Symbols.Any(s => s.Name == name && s.Section >= 0 && s.IsFunction))
        {
            throw new ScenarioException($"{where}: {role} names the function '{name}', which the code does not define");
        }
    }

    private static ImmutableArray<ModuleParameter> Parameters(ModuleFile file, ModuleImage image, string where)
    {
        ImmutableArray<ModuleParameter> parameters = [.. YamlText.Items(file.Parameters, "parameters", where).Select(p => Parameter(p, image, where))];
        string? twice = parameters.GroupBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1)?.Key;
        return twice is null ? parameters : throw new ScenarioException($"{where}: has the parameter {twice} twice; give each a name of its own");
    }

    private static ModuleParameter Parameter(ParameterFile file, ModuleImage image, string where)
    {
        ParameterKind kind = file.Type switch
        {
            "int" => ParameterKind.Int,
            "bool" => ParameterKind.Bool,
            "charp" => ParameterKind.Charp,
            "callback" => ParameterKind.Callback,
            "intArray" => ParameterKind.IntArray,
            _ => throw new ScenarioException($"{where}: parameter {file.Name} has the type '{file.Type}'; write int, bool, charp, intArray or callback"),
        };
        if (kind == ParameterKind.Callback)
        {
            CheckFunction(image, file.Set ?? file.Get ?? "", $"parameter {file.Name}", where);
            CheckFunction(image, file.Get, $"parameter {file.Name}", where);
        }

        int mode = Mode(file, where);
        string? variable = file.Variable ?? (DefinesVariable(image, file.Name) ? file.Name : null);
        if (file.Count is not null && !DefinesVariable(image, file.Count))
        {
            throw new ScenarioException($"{where}: parameter {file.Name} counts in '{file.Count}', a variable that the code does not define");
        }

        string initial = kind == ParameterKind.Bool && file.Default.Length > 0 ? (ModuleParameters.ParseBool(file.Default) == true ? "Y" : "N") : file.Default;
        return new ModuleParameter(file.Name, kind, variable, file.Set, initial, (mode & 0x124) != 0, (mode & 0x92) != 0, file.Get, file.Count);
    }

    private static bool DefinesVariable(ModuleImage image, string name) => image.Symbols.Any(s => s.Name == name && s.Section >= 0 && !s.IsFunction);

    private static int Mode(ParameterFile file, string where) =>
        file.Mode.Length is > 0 and <= 4 && file.Mode.All(c => c is >= '0' and <= '7')
            ? Convert.ToInt32(file.Mode, 8)
            : throw new ScenarioException($"{where}: parameter {file.Name} has the mode '{file.Mode}'; write octal digits such as \"0644\"");

    private static KlpPatchDefinition Livepatch(LivepatchFile file, ModuleImage image, string where) => new(
        [.. YamlText.Items(file.Objects, "objects", where).Select(o => Object(o, image, where))],
        file.Replace,
        [.. YamlText.Items(file.States, "states", where).Select(s => new KlpStateDefinition(s.Id, s.Version))],
        ReplaceParameter: file.ReplaceParameter);

    private static KlpObjectDefinition Object(ObjectFile file, ModuleImage image, string where)
    {
        foreach (string? callback in (string?[])[file.PrePatch, file.PostPatch, file.PreUnpatch, file.PostUnpatch, .. YamlText.Items(file.Functions, "functions", where).Select(f => f.New)])
        {
            CheckFunction(image, callback, $"object {file.Name}", where);
        }

        ImmutableArray<KlpFuncDefinition> functions = [.. file.Functions.Select(f => new KlpFuncDefinition(f.Old, f.New, f.Position))];
        return new KlpObjectDefinition(file.Name == "vmlinux" ? null : file.Name, functions, file.PrePatch, file.PostPatch, file.PreUnpatch, file.PostUnpatch);
    }

    private static ObserverDefinition Observer(ObserverFile file, string where) => new(
        file.Prefix,
        file.Filter,
        file.Notify,
        file.Callback,
        [.. YamlText.Items(file.Blocks, "blocks", where).Select(b => new ObserverBlock(b.Name, Priority(b, where), b.Silent))],
        file.Refuse,
        file.RefuseErrno,
        file.Stop,
        file.Target,
        file.Probe,
        [.. YamlText.Items(file.Probes, "probes", where)],
        file.List,
        file.Bytes,
        file.BytesFunction);

    private static int Priority(BlockFile block, string where) =>
        PriorityText.TryParse(block.Priority)
        ?? throw new ScenarioException($"{where}: block {block.Name} has the priority '{block.Priority}'; write a number, INT_MIN or INT_MAX, with + or - a number");
}
