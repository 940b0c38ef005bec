using TriageBot.Engine.Machine;
using TriageBot.Engine.X64;

namespace TriageBot.Engine.Kernel;

/// <summary>Files of <c>/proc</c> and <c>/sys</c> that module code creates and fills.</summary>
/// <remarks>Source: <c>fs/proc/generic.c</c>, <c>fs/sysfs/file.c</c>, <c>lib/kobject.c</c>; a <c>struct kobj_attribute</c> has its name at 0, its mode at 8 and
/// <c>show()</c> at 16. Not modelled: folders in <c>/proc</c>, writes, reference counts of kobjects: the first put takes the folder away.</remarks>
internal sealed class GuestFiles(GuestMachine machine, GuestHeap heap, KernelExports exports)
{
    private const int ModeOffset = 8;
    private const int ShowOffset = 16;
    private const int KobjectSize = 64;

    private readonly Dictionary<string, File> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<GuestAddress, string> _folders = [];

    /// <summary>Binds the functions that create files.</summary>
    public void BindTo(KernelText text)
    {
        GuestAddress kernelFolder = heap.Allocate(KobjectSize, zeroed: true);
        _folders.Add(kernelFolder, "/sys/kernel");
        machine.Memory.WriteUInt64(text.Variable("kernel_kobj", sizeof(ulong)), kernelFolder.Value);
        Bind("proc_create_single", call => CreateProc(call, call.Pointer(3)));
        Bind("proc_create_single_data", call => CreateProc(call, call.Pointer(3)));
        Bind("remove_proc_entry", call => _files.Remove("/proc/" + call.Text(0)));
        Bind("kobject_create_and_add", CreateFolder);
        Bind("kobject_put", RemoveFolder);
        Bind("sysfs_create_file", CreateAttribute);
        Bind("sysfs_create_file_ns", CreateAttribute);

        void Bind(string name, Action<GuestCall> function) => text.Bind(name, cpu => function(new GuestCall(machine.Memory, cpu)));
    }

    /// <summary>Reads a file by calling its <c>show()</c>; null when there is none.</summary>
    public string? Read(string path)
    {
        if (!_files.TryGetValue(path, out File? file))
        {
            return null;
        }

        if (!file.HasBuffer)
        {
            machine.Interpreter.Call(machine.Cpu, file.Show, [0, 0]);
            return exports.TakeSequence();
        }

        GuestAddress buffer = heap.Allocate(GuestMemory.PageSize, zeroed: true);
        ulong length = machine.Interpreter.Call(machine.Cpu, file.Show, [0, 0, buffer.Value]);
        string text = machine.Memory.ReadCString(buffer, (int)Math.Clamp(unchecked((long)length), 0, GuestMemory.PageSize));
        heap.Free(buffer);
        return text;
    }

    /// <summary>Mode bits of a file, or null.</summary>
    public int? Mode(string path) => _files.GetValueOrDefault(path)?.Mode;

    private void CreateProc(GuestCall call, GuestAddress show)
    {
        string path = "/proc/" + call.Text(0);
        int mode = (int)(call[1] & 0x1ff);
        bool added = _files.TryAdd(path, new File(show, HasBuffer: false, mode == 0 ? 0x124 : mode));
        call.Return(added ? heap.Allocate(KobjectSize, zeroed: true) : GuestAddress.Null);
    }

    private void CreateFolder(GuestCall call)
    {
        string parent = call[1] == 0 ? "/sys" : _folders.GetValueOrDefault(call.Pointer(1), "/sys");
        GuestAddress folder = heap.Allocate(KobjectSize, zeroed: true);
        _folders.Add(folder, parent + "/" + call.Text(0));
        call.Return(folder);
    }

    private void RemoveFolder(GuestCall call)
    {
        if (_folders.Remove(call.Pointer(0), out string? folder))
        {
            heap.Free(call.Pointer(0));
            foreach (string path in _files.Keys.Where(p => p.StartsWith(folder + "/", StringComparison.Ordinal)).ToArray())
            {
                _files.Remove(path);
            }
        }
    }

    private void CreateAttribute(GuestCall call)
    {
        GuestAddress attribute = call.Pointer(1);
        if (!_folders.TryGetValue(call.Pointer(0), out string? folder))
        {
            call.Return(Modules.Errno.Einval);
            return;
        }

        string name = call.TextAt(machine.Memory.ReadUInt64(attribute));
        int mode = (int)(machine.Memory.ReadUInt32(attribute + ModeOffset) & 0x1ff);
        GuestAddress show = new(machine.Memory.ReadUInt64(attribute + ShowOffset));
        call.Return(_files.TryAdd($"{folder}/{name}", new File(show, HasBuffer: true, mode)) ? 0 : Modules.Errno.Eexist);
    }

    private sealed record File(GuestAddress Show, bool HasBuffer, int Mode);
}
